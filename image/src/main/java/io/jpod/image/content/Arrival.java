package io.jpod.image.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A blob that one thread writes to its file while another reads it from there. The stream ends only after the writer has found length
 * and digest right. Thread-safe; for one reader at a time. To be closed when writer and reader have ended.
 */
public final class Arrival implements AutoCloseable {
    /** For blobs that nobody follows. */
    static Arrival unfollowed() {
        return new Arrival();
    }

    // All guarded by this.
    private FileChannel channel;
    private long have;
    private long taken;
    private boolean ended;
    private boolean complete;
    private boolean misled;

    /** The writer has opened its file. */
    synchronized void began(Path file) throws IOException {
        if (channel == null) {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            notifyAll();
        }
    }

    /** So many bytes stand in the file. */
    synchronized void at(long bytes) {
        if (bytes < taken) {
            misled = true;
        }
        have = bytes;
        notifyAll();
    }

    /**
     * Nothing follows; to be called in any case, also without {@link #began}.
     *
     * @param right true when the whole blob is in the store
     */
    public synchronized void ended(boolean right) {
        ended = true;
        complete = right;
        notifyAll();
    }

    /** True when the writer took back what the reader had read: the blob is to be read from the store then. */
    public synchronized boolean misled() {
        return misled;
    }

    /**
     * Waits until there is something to follow.
     *
     * @return false when the writer had nothing to write, or has failed already
     */
    public synchronized boolean awaitBeginning() throws InterruptedException {
        while (channel == null && !ended) {
            wait();
        }
        return channel != null;
    }

    /** The blob from its beginning; waits for what has not arrived, and fails when it never will. */
    public InputStream open() {
        return new Follower();
    }

    /** @return how many bytes may be read at the position; 0 at the end */
    private synchronized long await(long position) throws IOException {
        try {
            while (!misled && !ended && have <= position) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a blob arrived", e);
        }
        if (misled || ended && !complete) {
            throw new IOException("the blob did not arrive");
        }
        return have - position;
    }

    /** From here on the writer may not go back without being noticed. */
    private synchronized FileChannel take(long position) {
        taken = position;
        return channel;
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    private final class Follower extends InputStream {
        private long position;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            long there = await(position);
            if (there == 0) {
                return -1;
            }
            int wanted = (int) Math.min(length, there);
            int n = take(position + wanted).read(ByteBuffer.wrap(buffer, offset, wanted), position);
            if (n <= 0) {
                throw new IOException("the blob's file is shorter than what was written to it");
            }
            position += n;
            return n;
        }
    }
}
