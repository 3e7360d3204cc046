package io.jpod.support.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PosixLoaderTest {
    @TempDir
    Path dir;

    private final String before = System.getProperty(PosixLoader.PROPERTY);
    private final List<String> messages = new ArrayList<>();

    private Posix load() {
        return PosixLoader.load(new TestPosix.SilentLog() {
            @Override
            public void debug(String message) {
                messages.add(message);
            }
        });
    }

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty(PosixLoader.PROPERTY);
        } else {
            System.setProperty(PosixLoader.PROPERTY, before);
        }
    }

    @Test
    void withoutTheLibrarysNameJnaIsTaken() {
        System.clearProperty(PosixLoader.PROPERTY);
        assertInstanceOf(JnaPosix.class, load());
        assertEquals(List.of(), messages);
    }

    @Test
    void aLibraryThatCannotBeLoadedIsToldAndJnaIsTaken() {
        Path broken = dir.resolve("missing.so");
        System.setProperty(PosixLoader.PROPERTY, broken.toString());
        assertInstanceOf(JnaPosix.class, load());
        assertEquals(1, messages.size());
        assertTrue(messages.get(0).contains(broken.toString()), messages.get(0));
    }
}
