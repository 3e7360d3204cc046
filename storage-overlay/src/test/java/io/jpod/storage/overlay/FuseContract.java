package io.jpod.storage.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.api.storage.StorageCapability;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** fuse-overlayfs in a user namespace. */
public class FuseContract extends OverlayContract {
    @Override
    protected boolean rootless() {
        return true;
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("mount_program", FuseMechanism.PROGRAM);
    }

    @Test
    void theProgramIsUsed() {
        assertEquals(FuseMechanism.PROGRAM, driver.status().get("Mount Mechanism"));
        assertEquals(
                Set.of(StorageCapability.CHANGES, StorageCapability.ID_SHIFT, StorageCapability.BORROW),
                driver.capabilities());
    }
}
