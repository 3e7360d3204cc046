package io.jpod.support.process;

import io.jpod.support.posix.Errno;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** The standard streams of one child: pipes that are written, read and closed. Used by one thread. */
final class ChildStreams implements AutoCloseable {
    /** What a pipe that is ready to write takes without blocking (PIPE_BUF). */
    private static final int SAFE_WRITE = 4096;

    private static final int NONE = -1;

    private final Posix posix;
    private final byte[] input;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream(256);
    private final ByteArrayOutputStream error = new ByteArrayOutputStream(256);
    private final int[] childEnds = {NONE, NONE, NONE};
    /** Where the child's input is written and its output and error are read. */
    private final int[] ends = {NONE, NONE, NONE};

    private int written;

    ChildStreams(Posix posix, byte[] input) {
        this.posix = posix;
        this.input = input;
    }

    int openInput() throws PosixException {
        if (input == null) {
            childEnds[0] = posix.open(Posix.AT_FDCWD, "/dev/null", Posix.O_RDONLY, 0);
        } else {
            int[] pipe = posix.pipe();
            childEnds[0] = pipe[0];
            ends[0] = pipe[1];
        }
        return childEnds[0];
    }

    int openOutput() throws PosixException {
        return openReader(1);
    }

    int openError() throws PosixException {
        return openReader(2);
    }

    private int openReader(int stream) throws PosixException {
        int[] pipe = posix.pipe();
        ends[stream] = pipe[0];
        childEnds[stream] = pipe[1];
        return pipe[1];
    }

    void closeChildEnds() {
        closeAll(childEnds);
    }

    /**
     * Moves bytes until the child has ended. What others that it has started still write later is not waited for.
     *
     * @return false when the time is over
     */
    boolean serve(int pid, Optional<Duration> timeout) throws PosixException {
        long deadline = timeout.isPresent() ? System.nanoTime() + timeout.get().toNanos() : Long.MAX_VALUE;
        int handle = openHandle(pid);
        try {
            boolean ended = false;
            while (true) {
                int[] descriptors = {ends[0], ends[1], ends[2], handle};
                short[] ready = new short[4];
                short[] wanted = {Posix.POLLOUT, Posix.POLLIN, Posix.POLLIN, Posix.POLLIN};
                int count = posix.poll(descriptors, wanted, ready, ended ? 0 : patience(deadline));
                boolean moved = count > 0 && move(ready);
                if (ended && !moved) {
                    return true;
                }
                ended = ended || ready[3] != 0;
                if (handle == NONE && ends[1] == NONE && ends[2] == NONE) {
                    return true;
                }
                if (!ended && timeout.isPresent() && System.nanoTime() - deadline >= 0) {
                    return false;
                }
            }
        } finally {
            if (handle != NONE) {
                posix.close(handle);
            }
        }
    }

    /** Without pidfd_open (before Linux 5.3) the end of both outputs has to do. */
    private int openHandle(int pid) throws PosixException {
        try {
            return posix.openProcess(pid);
        } catch (PosixException e) {
            if (e.errno() == Errno.ENOSYS) {
                return NONE;
            }
            throw e;
        }
    }

    private static int patience(long deadline) {
        if (deadline == Long.MAX_VALUE) {
            return -1;
        }
        long millis = (deadline - System.nanoTime()) / 1_000_000 + 1;
        return (int) Math.max(0, Math.min(millis, Integer.MAX_VALUE));
    }

    private boolean move(short[] ready) throws PosixException {
        boolean moved = false;
        if (ready[0] != 0) {
            writeSome();
        }
        for (int stream = 1; stream <= 2; stream++) {
            if (ready[stream] != 0) {
                moved |= readSome(stream);
            }
        }
        return moved;
    }

    private void writeSome() throws PosixException {
        int length = Math.min(SAFE_WRITE, input.length - written);
        try {
            if (length > 0) {
                written += posix.write(ends[0], input, written, length);
            }
        } catch (PosixException e) {
            if (e.errno() != Errno.EPIPE) {
                throw e;
            }
            written = input.length;
        }
        if (written == input.length) {
            posix.close(ends[0]);
            ends[0] = NONE;
        }
    }

    private boolean readSome(int stream) throws PosixException {
        byte[] buffer = new byte[16384];
        int count = posix.read(ends[stream], buffer, 0, buffer.length);
        if (count == 0) {
            posix.close(ends[stream]);
            ends[stream] = NONE;
            return false;
        }
        (stream == 1 ? output : error).write(buffer, 0, count);
        return true;
    }

    String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    String error() {
        return error.toString(StandardCharsets.UTF_8);
    }

    private void closeAll(int[] descriptors) {
        for (int i = 0; i < descriptors.length; i++) {
            if (descriptors[i] != NONE) {
                posix.close(descriptors[i]);
                descriptors[i] = NONE;
            }
        }
    }

    @Override
    public void close() {
        closeAll(childEnds);
        closeAll(ends);
    }
}
