package io.jpod.session;

import io.jpod.api.Log;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.file.Path;

/**
 * Whether the user's configuration wants sessions: a file in the runtime directory, as the native start program reads no configuration.
 * Each engine that is opened brings it up to date, so a change counts from the second command on.
 */
public final class SessionWish {
    private final Posix posix;
    private final String file;
    private final Log log;

    /** @param runtimeDirectory of the user */
    public SessionWish(Posix posix, Path runtimeDirectory, Log log) {
        this.posix = posix;
        this.file = runtimeDirectory.resolve("session-wanted").toString();
        this.log = log;
    }

    /** Makes the file be there, or not. One that cannot be made costs nothing but speed. */
    public void keep(boolean wanted) {
        try {
            if (wanted != exists()) {
                if (wanted) {
                    posix.close(posix.open(Posix.AT_FDCWD, file, Posix.O_WRONLY | Posix.O_CREAT, 0600));
                } else {
                    posix.unlink(Posix.AT_FDCWD, file, 0);
                }
            }
        } catch (PosixException e) {
            log.debug("sessions as configured: " + e.getMessage());
        }
    }

    private boolean exists() throws PosixException {
        try {
            posix.stat(Posix.AT_FDCWD, file, Posix.AT_SYMLINK_NOFOLLOW);
            return true;
        } catch (PosixException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }
}
