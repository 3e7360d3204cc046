package io.jpod.engine.info;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OsReleaseTest {
    @TempDir
    Path root;

    @Test
    void readsQuotedAndPlainValues() throws IOException {
        Files.createDirectories(root.resolve("usr/lib"));
        Files.writeString(root.resolve("usr/lib/os-release"), "# comment\nID=debian\nNAME=\"A \\\"B\\\"\"\nX='y'\n");
        assertEquals(Map.of("ID", "debian", "NAME", "A \"B\"", "X", "y"), new OsRelease(root).read());
    }

    @Test
    void hostWithoutTheFileHasNoVariables() {
        assertEquals(Map.of(), new OsRelease(root).read());
    }
}
