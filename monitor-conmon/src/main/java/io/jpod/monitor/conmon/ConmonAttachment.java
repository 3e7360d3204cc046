package io.jpod.monitor.conmon;

import io.jpod.api.JpodException;
import io.jpod.api.monitor.Attachment;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.file.Path;

/** A connection to conmon's attach socket: packets whose first byte tells the stream. */
final class ConmonAttachment implements Attachment {
    private static final int STDERR = 3;
    /** conmon sends at most 8192 bytes after the stream's byte. */
    private static final int PACKET = 8192 + 1;

    private final Posix posix;
    private final Path runDirectory;
    private final int descriptor;
    private final byte[] packet = new byte[PACKET];
    private boolean stderr;
    private boolean closed;

    ConmonAttachment(Posix posix, Path runDirectory, int descriptor) {
        this.posix = posix;
        this.runDirectory = runDirectory;
        this.descriptor = descriptor;
    }

    @Override
    public int descriptor() {
        return descriptor;
    }

    @Override
    public int read(byte[] buffer) {
        try {
            int count = posix.read(descriptor, packet, 0, packet.length);
            if (count <= 0) {
                return -1;
            }
            stderr = packet[0] == STDERR;
            System.arraycopy(packet, 1, buffer, 0, count - 1);
            return count - 1;
        } catch (PosixException e) {
            if (e.errno() == Errno.ECONNRESET) {
                return -1;
            }
            throw JpodException.host("reading from the monitor's attach socket in " + runDirectory, e);
        }
    }

    @Override
    public boolean lastWasStderr() {
        return stderr;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length) {
            try {
                done += posix.write(descriptor, bytes, offset + done, Math.min(PACKET - 1, length - done));
            } catch (PosixException e) {
                if (e.errno() == Errno.EPIPE || e.errno() == Errno.ECONNRESET) {
                    return;
                }
                throw JpodException.host("writing to the monitor's attach socket in " + runDirectory, e);
            }
        }
    }

    @Override
    public void closeInput() {
        try {
            posix.shutdown(descriptor, 1);
        } catch (PosixException e) {
            // The monitor closed its end: there is no input any more.
            return;
        }
    }

    @Override
    public void resize(int rows, int columns) {
        ConmonControl.resize(posix, runDirectory, rows, columns);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            posix.close(descriptor);
        }
    }
}
