package io.jpod.engine.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.engine.spec.SpecFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreezerGroupTest {
    @TempDir
    Path directory;

    @Test
    void processIsMovedAndFrozen() throws IOException {
        Path parent = Files.createDirectory(directory.resolve("delegated"));
        FreezerGroup group = FreezerGroup.below(new SpecFixture(directory).context, parent, SpecFixture.ID);
        Path files = parent.resolve("libpod-" + SpecFixture.ID);
        group.adopt(4242);
        assertEquals("4242", Files.readString(files.resolve("cgroup.procs")));
        assertFalse(group.exists());
        Files.writeString(files.resolve("cgroup.freeze"), "0");
        Files.writeString(files.resolve("cgroup.events"), "populated 1\nfrozen 1\n");
        assertTrue(group.exists());
        group.freeze(true);
        assertEquals("1", Files.readString(files.resolve("cgroup.freeze")));
    }

    @Test
    void nothingIsMadeWhereNothingIsDelegated() throws IOException {
        SpecFixture fixture = new SpecFixture(directory);
        assertTrue(FreezerGroup.of(fixture.context, fixture.plan(SpecFixture.request()))
                .isEmpty());
    }
}
