package io.jpod.support.lock;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.lock.LockManager;
import io.jpod.api.lock.LockName;
import io.jpod.api.lock.LockName.Scope;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.TestPosix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileLockManagerTest {
    private static final LockName STORE = new LockName(Scope.STORE, "images");
    private static final LockName ONE = new LockName(Scope.CONTAINER, "one");
    private static final LockName TWO = new LockName(Scope.CONTAINER, "two");

    @TempDir
    Path dir;

    private final Posix posix = TestPosix.load();
    private Path locks;
    private FileLockManager manager;

    @BeforeEach
    void open() {
        locks = dir.resolve("a/b");
        manager = new FileLockManager(posix, locks);
    }

    /** flock(1) in a process of its own: 0 when it got the lock. */
    private int flock(String mode, LockName name) throws Exception {
        String file = locks.resolve(name.scope().name().toLowerCase() + "-" + name.name())
                .toString();
        String[] argv = {"flock", "-n", mode, file, "true"};
        int pid = posix.spawn("/usr/bin/flock", argv, new String[] {"PATH=/usr/bin:/bin"}, null, new int[0], false);
        return posix.waitFor(pid, 0);
    }

    @Test
    void anExclusiveLockKeepsOtherProcessesOut() throws Exception {
        try (LockManager.Lock lock = manager.exclusive(STORE)) {
            assertEquals(1, flock("-x", STORE));
            assertEquals(1, flock("-s", STORE));
            lock.close();
            assertEquals(0, flock("-x", STORE));
        }
    }

    @Test
    void sharedLocksKeepOnlyWritersOut() throws Exception {
        try (LockManager.Lock lock = manager.shared(STORE)) {
            assertEquals(0, flock("-s", STORE));
            assertEquals(1, flock("-x", STORE));
        }
        assertEquals(0, flock("-x", STORE));
    }

    @Test
    void tryingGivesUpWhenAnotherProcessHoldsTheLock() throws Exception {
        manager.exclusive(ONE).close();
        int[] in = posix.pipe();
        int[] out = posix.pipe();
        Files.createDirectories(locks);
        int pid = posix.spawn(
                "/usr/bin/flock",
                new String[] {"flock", locks.resolve("container-one").toString(), "sh", "-c", "echo; cat"},
                new String[] {"PATH=/usr/bin:/bin"},
                null,
                new int[] {0, in[0], 1, out[1]},
                false);
        posix.close(in[0]);
        posix.read(out[0], new byte[1], 0, 1);
        assertTrue(manager.tryExclusive(ONE, Duration.ZERO).isEmpty());
        assertTrue(manager.tryExclusive(ONE, Duration.ofMillis(50)).isEmpty());
        manager.tryExclusive(TWO, Duration.ZERO).orElseThrow().close();
        posix.kill(pid, 9);
        posix.waitFor(pid, 0);
        posix.close(in[1]);
        manager.tryExclusive(ONE, Duration.ofSeconds(20)).orElseThrow().close();
    }

    @Test
    void locksAreTakenInOrder() {
        try (LockManager.Lock one = manager.exclusive(ONE);
                LockManager.Lock two = manager.exclusive(TWO)) {
            JpodException e = assertThrows(JpodException.class, () -> manager.shared(STORE));
            assertEquals(ErrorCode.INTERNAL, e.code());
            assertEquals("lock order: store-images wanted while container-one is held", e.getMessage());
            assertThrows(JpodException.class, () -> manager.exclusive(ONE));
            assertThrows(JpodException.class, () -> manager.exclusive(new LockName(Scope.CONTAINER, "tea")));
            manager.tryExclusive(STORE, Duration.ZERO).orElseThrow().close();
            manager.shared(new LockName(Scope.NETWORK, "a")).close();
        }
        manager.exclusive(STORE).close();
    }

    @Test
    void locksOfObjectsLeaveNoFiles() throws Exception {
        manager.exclusive(ONE).close();
        manager.exclusive(new LockName(Scope.LAYER, "l")).close();
        manager.exclusive(STORE).close();
        assertArrayEquals(new String[] {"store-images"}, locks.toFile().list());
    }

    @Test
    void oneAtATimeWhileFilesComeAndGo() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger collisions = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            FileLockManager own = new FileLockManager(posix, locks);
            threads.add(new Thread(() -> {
                for (int round = 0; round < 300; round++) {
                    try (LockManager.Lock lock = own.exclusive(ONE)) {
                        if (inside.incrementAndGet() != 1) {
                            collisions.incrementAndGet();
                        }
                        inside.decrementAndGet();
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, collisions.get());
    }

    @Test
    void anUnusableDirectoryIsNamed() throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "");
        FileLockManager broken = new FileLockManager(posix, file.resolve("sub"));
        JpodException e = assertThrows(JpodException.class, () -> broken.exclusive(STORE));
        assertEquals(ErrorCode.HOST, e.code());
        assertEquals("lock " + file.resolve("sub/store-images"), e.getMessage());
        assertFalse(Files.exists(file.resolve("sub")));
    }
}
