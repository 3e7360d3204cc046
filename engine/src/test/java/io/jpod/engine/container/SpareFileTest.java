package io.jpod.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpareFileTest {
    @TempDir
    Path directory;

    private Path file;
    private SpareFile spare;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("state.json");
        Files.writeString(file, "first");
        spare = new SpareFile(file);
    }

    private Object inode(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino");
    }

    @Test
    void twoFilesChangePlacesAgainAndAgain() throws IOException {
        spare.reserve(100);
        Object first = inode(file);
        for (int i = 0; i < 5; i++) {
            Object before = inode(file);
            assertTrue(spare.replace("text " + i, i % 2 == 0));
            assertEquals("text " + i, Files.readString(file).trim());
            assertFalse(before.equals(inode(file)), "overwritten while others may read it");
        }
        assertFalse(first.equals(inode(file)));
        assertEquals(2, ContainerFixture.files(directory).size());
        spare.release();
        assertEquals(List.of("state.json"), ContainerFixture.files(directory));
    }

    @Test
    void aShortTextLeavesNothingOfALongOne() throws IOException {
        spare.reserve(10);
        for (String text : List.of("a".repeat(4000), "b".repeat(3000), "c", "d")) {
            assertTrue(spare.replace(text, false));
            assertEquals(text, Files.readString(file).trim());
        }
    }

    @Test
    void withoutASpareFileOrWithTooLongATextNothingChanges() throws IOException {
        assertFalse(spare.replace("second", false));
        spare.reserve(10);
        assertFalse(spare.replace("x".repeat(4097), false));
        assertEquals("first", Files.readString(file));
    }

    @Test
    void whatAKilledReplacementLeftIsInNobodysWay() throws IOException {
        spare.reserve(10);
        Files.createLink(directory.resolve("..state.json.spare.old"), file);
        assertTrue(spare.replace("second", false));
        assertEquals("second", Files.readString(file).trim());
        // Killed when the spare file had become the file, and the old one was not yet the spare one.
        Files.move(directory.resolve(".state.json.spare"), directory.resolve("..state.json.spare.old"));
        assertFalse(spare.replace("third", false));
        spare.reserve(10);
        assertTrue(spare.replace("fourth", false));
        assertEquals("fourth", Files.readString(file).trim());
    }
}
