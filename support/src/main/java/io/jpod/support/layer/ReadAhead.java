package io.jpod.support.layer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A stream that a thread of its own reads ahead, by two megabytes at most: what the stream costs (inflating, hashing) is done beside
 * what its reader does. For one reader. Closing ends the thread, then closes the stream.
 */
public final class ReadAhead extends InputStream {
    private static final int BLOCK = 1 << 18;
    private static final int BLOCKS = 8;

    private final InputStream in;
    private final BlockingQueue<Block> empty = new ArrayBlockingQueue<>(BLOCKS);
    private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS);
    private final Thread thread;
    private Block current;
    private int position;

    /** Data, or with length -1 the end: without or with a failure. Belongs to whoever took it from a queue. */
    private static final class Block {
        private final byte[] bytes = new byte[BLOCK];
        private int length;
        private Throwable failure;
    }

    /** @param in is touched by the new thread alone until this is closed */
    public ReadAhead(InputStream in) {
        this.in = in;
        for (int i = 0; i < BLOCKS; i++) {
            empty.add(new Block());
        }
        this.thread = new Thread(this::fill, "jpod-read-ahead");
        thread.setDaemon(true);
        thread.start();
    }

    private void fill() {
        try {
            Block block;
            do {
                block = empty.take();
                fill(block);
                full.put(block);
            } while (block.length >= 0);
        } catch (InterruptedException e) {
            // Closed: nobody reads any more.
            return;
        }
    }

    private void fill(Block block) {
        block.length = 0;
        try {
            while (block.length < BLOCK / 2) {
                int n = in.read(block.bytes, block.length, BLOCK - block.length);
                if (n < 0) {
                    block.length = block.length == 0 ? -1 : block.length;
                    return;
                }
                block.length += n;
            }
        } catch (IOException | RuntimeException | Error e) {
            block.failure = e;
            block.length = -1;
        }
    }

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
        Block block = block();
        if (block.length < 0) {
            return ended(block);
        }
        int n = Math.min(length, block.length - position);
        System.arraycopy(block.bytes, position, buffer, offset, n);
        position += n;
        return n;
    }

    private Block block() throws InterruptedIOException {
        try {
            if (current != null && current.length >= 0 && position == current.length) {
                empty.put(current);
                current = null;
            }
            if (current == null) {
                current = full.take();
                position = 0;
            }
            return current;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading");
        }
    }

    private static int ended(Block block) throws IOException {
        if (block.failure instanceof IOException e) {
            throw e;
        }
        if (block.failure instanceof RuntimeException e) {
            throw e;
        }
        if (block.failure instanceof Error e) {
            throw e;
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        in.close();
    }
}
