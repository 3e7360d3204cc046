package io.jpod.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.Log;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sessions keep in the runtime directory. */
class SessionFilesTest {
    @TempDir
    Path directory;

    private final List<String> told = new ArrayList<>();
    private final Log log = new Log() {
        @Override
        public void debug(String message) {
            told.add(message);
        }

        @Override
        public boolean isDebug() {
            return true;
        }

        @Override
        public void warn(String message) {
            told.add(message);
        }

        @Override
        public void error(String message) {
            told.add(message);
        }
    };
    private final Posix posix = PosixLoader.load(log);

    @Test
    void theWishFollowsTheConfiguration() throws Exception {
        SessionWish wish = new SessionWish(posix, directory, log);
        Path file = directory.resolve("session-wanted");
        wish.keep(false);
        assertFalse(Files.exists(file));
        wish.keep(true);
        wish.keep(true);
        assertTrue(Files.exists(file));
        wish.keep(false);
        assertFalse(Files.exists(file));
        assertEquals(List.of(), told);
    }

    @Test
    void aWishThatCannotBeKeptIsNoFailure() {
        new SessionWish(posix, directory.resolve("missing"), log).keep(true);
        assertEquals(1, told.size(), told::toString);
    }

    @Test
    void filesOfSessionsThatHaveEndedAreSwept() throws Exception {
        for (String name : List.of(
                "session-a.lock", "session-a.sock", "session-b.lock", "session-c.lock", "session-c.sock", "launch-a")) {
            Files.createFile(directory.resolve(name));
        }
        Path living = directory.resolve("session-c.lock");
        int held = posix.open(Posix.AT_FDCWD, living.toString(), Posix.O_RDWR, 0);
        try {
            posix.flock(held, Posix.LOCK_EX);
            EndedSessions.sweep(posix, directory.resolve("session-own.sock"));
        } finally {
            posix.close(held);
        }
        EndedSessions.sweep(posix, directory.resolve("session-c.sock"));
        String[] left = directory.toFile().list();
        Arrays.sort(left);
        assertEquals(List.of("launch-a", "session-c.lock", "session-c.sock"), List.of(left));
    }
}
