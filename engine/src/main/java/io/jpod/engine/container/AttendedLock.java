package io.jpod.engine.container;

import io.jpod.api.JpodException;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.file.Path;

/** The promise of a command to clean up itself; ends with it. Exit commands wait for it, see {@link ExitCommand}. */
final class AttendedLock implements AutoCloseable {
    private final Posix posix;
    private int descriptor;

    private AttendedLock(Posix posix, int descriptor) {
        this.posix = posix;
        this.descriptor = descriptor;
    }

    /** Makes the file in a fresh directory; it is locked while the returned lock is open. */
    static AttendedLock take(Posix posix, Path file) {
        int descriptor = -1;
        try {
            descriptor = posix.open(Posix.AT_FDCWD, file.toString(), Posix.O_RDWR | Posix.O_CREAT, 0600);
            posix.flock(descriptor, Posix.LOCK_EX);
            return new AttendedLock(posix, descriptor);
        } catch (PosixException e) {
            if (descriptor >= 0) {
                posix.close(descriptor);
            }
            throw JpodException.host("locking " + file, e);
        }
    }

    /** True when a living command has promised to clean up. */
    static boolean isHeld(Posix posix, Path file) {
        int descriptor = -1;
        try {
            descriptor = posix.open(Posix.AT_FDCWD, file.toString(), Posix.O_RDONLY, 0);
            posix.flock(descriptor, Posix.LOCK_SH | Posix.LOCK_NB);
            return false;
        } catch (PosixException e) {
            return e.errno() == Errno.EAGAIN;
        } finally {
            if (descriptor >= 0) {
                posix.close(descriptor);
            }
        }
    }

    @Override
    public void close() {
        if (descriptor >= 0) {
            posix.close(descriptor);
            descriptor = -1;
        }
    }
}
