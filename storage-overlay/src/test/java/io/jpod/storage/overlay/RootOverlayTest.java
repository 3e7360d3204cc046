package io.jpod.storage.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jpod.api.storage.LayerId;
import io.jpod.api.storage.LayerMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The kernel's overlay as the machine's root uses it. */
public class RootOverlayTest extends OverlayContract {
    @BeforeAll
    static void needsRoot() throws IOException {
        String map = Files.readString(Path.of("/proc/self/uid_map")).strip().replaceAll(" +", " ");
        boolean root = System.getProperty("user.name").equals("root") && map.equals("0 0 4294967295");
        assumeTrue(root, "not run as root: the overlay driver's root mode is not tested; run the tests as root too");
    }

    @Override
    protected boolean rootless() {
        return false;
    }

    @Override
    protected Map<String, String> options() {
        return Map.of();
    }

    @Test
    void theKernelIsUsed() throws IOException {
        assertEquals("native", driver.status().get("Mount Mechanism"));
    }

    @Test
    void chainOfHundredThirtyLayersIsMounted() throws IOException {
        LayerId top = null;
        for (int i = 1; i <= 130; i++) {
            top = file(i, top, "f" + i, "text" + i);
        }
        Path root = driver.mount(top, LayerMount.writable());
        assertEquals("text1", Files.readString(root.resolve("f1")));
        assertEquals("text130", Files.readString(root.resolve("f130")));
    }
}
