package io.jpod.launcher;

import java.io.IOException;
import java.io.OutputStream;

/** Standard error of a program that may start anew: counts what is written, and leaves out what was written the first time. */
final class RepeatableOutput extends OutputStream {
    private final OutputStream target;
    private long skip;
    private long told;

    /** @param skip bytes that are there already, and come first again */
    RepeatableOutput(OutputStream target, long skip) {
        this.target = target;
        this.skip = skip;
    }

    /** Bytes that were written, by this program and the one before it. */
    synchronized long told() {
        return told;
    }

    /** From here on it is new. */
    synchronized void repeated() {
        skip = 0;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        int left = (int) Math.min(skip, length);
        skip -= left;
        told += length;
        if (length > left) {
            target.write(bytes, offset + left, length - left);
        }
    }

    @Override
    public void flush() throws IOException {
        target.flush();
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
