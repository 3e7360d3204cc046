package io.jpod.session;

import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.file.Path;

/** What sessions of other builds left when they were killed, or ended: a lock that nobody holds, and perhaps a socket. */
final class EndedSessions {
    private static final String PREFIX = "session-";
    private static final String LOCK = ".lock";

    private EndedSessions() {}

    /** @param own the socket of this session, whose lock is held */
    static void sweep(Posix posix, Path own) {
        Path directory = own.getParent();
        String[] names = directory.toFile().list();
        if (names == null) {
            return;
        }
        for (String name : names) {
            if (name.startsWith(PREFIX) && name.endsWith(LOCK)) {
                String socket = name.substring(0, name.length() - LOCK.length()) + ".sock";
                if (!socket.equals(own.getFileName().toString())) {
                    remove(
                            posix,
                            directory.resolve(name).toString(),
                            directory.resolve(socket).toString());
                }
            }
        }
    }

    /** A starter that waits for this lock finds that its file is gone, and gives up (session-client.c). */
    private static void remove(Posix posix, String lock, String socket) {
        int descriptor = -1;
        try {
            descriptor = posix.open(Posix.AT_FDCWD, lock, Posix.O_RDWR | Posix.O_NOFOLLOW, 0);
            posix.flock(descriptor, Posix.LOCK_EX | Posix.LOCK_NB);
            unlink(posix, socket);
            unlink(posix, lock);
        } catch (PosixException e) {
            // A session holds it, or somebody else swept.
            return;
        } finally {
            if (descriptor >= 0) {
                posix.close(descriptor);
            }
        }
    }

    private static void unlink(Posix posix, String path) {
        try {
            posix.unlink(Posix.AT_FDCWD, path, 0);
        } catch (PosixException e) {
            // A session that ended by itself has no socket any more.
            return;
        }
    }
}
