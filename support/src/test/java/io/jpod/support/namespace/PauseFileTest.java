package io.jpod.support.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PauseFileTest {
    @TempDir
    private Path directory;

    private PauseFile file() {
        return new PauseFile(directory, directory.resolve("proc"));
    }

    private void process(int pid, String name, char state, long start) throws IOException {
        Files.createDirectories(directory.resolve("proc/" + pid));
        Files.writeString(
                directory.resolve("proc/" + pid + "/stat"),
                pid + " (" + name + ") " + state + " 1 2 3 0 -1 4 5 6 7 8 9 10 11 12 20 0 1 0 " + start + " 99 100\n");
    }

    @Test
    void processIsFoundByIdAndStartTime() throws IOException {
        process(7, "jpod ) pause", 'S', 4711);
        file().write(7, "wdns -U -m");
        assertEquals("7 4711 wdns -U -m\n", Files.readString(file().path()));
        assertEquals(OptionalInt.of(7), file().find());
    }

    @Test
    void recycledIdIsNotThePauseProcess() throws IOException {
        process(7, "x", 'S', 4711);
        file().write(7, "wdns -U -m");
        process(7, "x", 'S', 4712);
        assertEquals(OptionalInt.empty(), file().find());
    }

    @Test
    void zombieIsNotThePauseProcess() throws IOException {
        process(7, "x", 'S', 4711);
        file().write(7, "wdns -U -m");
        process(7, "x", 'Z', 4711);
        assertEquals(OptionalInt.empty(), file().find());
    }

    @Test
    void nonsenseIsNoProcess() throws IOException {
        assertEquals(OptionalInt.empty(), file().find());
        for (String text : List.of("", "\n", "x", "7", "7 1", "x 1 wdns -U", "-1 1 wdns -U")) {
            Files.writeString(file().path(), text);
            assertEquals(OptionalInt.empty(), file().find(), text);
        }
    }
}
