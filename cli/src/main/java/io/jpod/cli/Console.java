package io.jpod.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A buffered stream for text (UTF-8) and bytes. Not thread-safe: a command line has one thread. */
public final class Console {
    /** The reader went away, as with {@code jpod ps | head -1}. */
    static final class Closed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Closed() {
            super("output was closed", null, false, false);
        }
    }

    private final OutputStream target;
    private byte[] buffer = new byte[8192];
    private int used;

    Console(OutputStream target) {
        this.target = target;
    }

    public Console print(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return write(bytes, 0, bytes.length);
    }

    public Console println(String text) {
        return print(text).print("\n");
    }

    public Console write(byte[] bytes, int offset, int length) {
        if (length > buffer.length - used) {
            drain();
        }
        if (length > buffer.length) {
            try {
                target.write(bytes, offset, length);
            } catch (IOException e) {
                throw new Closed();
            }
            return this;
        }
        System.arraycopy(bytes, offset, buffer, used, length);
        used += length;
        return this;
    }

    /** For those who write to streams; closing it flushes. */
    public OutputStream stream() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                Console.this.write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                Console.this.write(bytes, offset, length);
            }

            @Override
            public void flush() {
                Console.this.flush();
            }
        };
    }

    public void flush() {
        drain();
        try {
            target.flush();
        } catch (IOException e) {
            throw new Closed();
        }
    }

    private void drain() {
        int length = used;
        used = 0;
        if (length > 0) {
            try {
                target.write(buffer, 0, length);
            } catch (IOException e) {
                throw new Closed();
            }
        }
    }
}
