package io.jpod.monitor.conmon;

import io.jpod.api.JpodException;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Messages to conmon's control pipe: lines of a kind and two numbers. */
final class ConmonControl {
    private static final int RESIZE = 1;
    private static final int REOPEN_LOG = 2;

    private ConmonControl() {}

    static void resize(Posix posix, Path runDirectory, int rows, int columns) {
        send(posix, runDirectory, RESIZE, rows, columns);
    }

    static void reopenLog(Posix posix, Path runDirectory) {
        send(posix, runDirectory, REOPEN_LOG, 0, 0);
    }

    /** A monitor that is gone gets no message: what it was to do is without meaning then. */
    private static void send(Posix posix, Path runDirectory, int kind, int first, int second) {
        String pipe = runDirectory.resolve("ctl").toString();
        byte[] line = (kind + " " + first + " " + second + "\n").getBytes(StandardCharsets.US_ASCII);
        int descriptor = -1;
        try {
            descriptor = posix.open(Posix.AT_FDCWD, pipe, Posix.O_WRONLY | Posix.O_NONBLOCK, 0);
            posix.write(descriptor, line, 0, line.length);
        } catch (PosixException e) {
            if (e.errno() != Errno.ENXIO && e.errno() != Errno.ENOENT && e.errno() != Errno.EPIPE) {
                throw JpodException.host("writing to the monitor's control pipe " + pipe, e);
            }
        } finally {
            if (descriptor >= 0) {
                posix.close(descriptor);
            }
        }
    }
}
