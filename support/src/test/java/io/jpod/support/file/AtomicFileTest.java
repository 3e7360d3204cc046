package io.jpod.support.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path dir;

    @Test
    void replacesTheWholeFileAndLeavesNothingBeside() throws Exception {
        Path file = dir.resolve("f");
        AtomicFile.writeDurable(file, "a long first text");
        AtomicFile.writeVolatile(file, "second");
        assertEquals("second", Files.readString(file));
        assertArrayEquals(new String[] {"f"}, dir.toFile().list());
    }

    @Test
    void failureLeavesTheOldFileAndNothingBeside() throws Exception {
        Path file = Files.createDirectory(dir.resolve("f"));
        Files.writeString(file.resolve("inside"), "");
        assertThrows(IOException.class, () -> AtomicFile.writeDurable(file, "x"));
        assertArrayEquals(new String[] {"f"}, dir.toFile().list());
        assertThrows(IOException.class, () -> AtomicFile.writeDurable(dir.resolve("none/f"), "x"));
    }
}
