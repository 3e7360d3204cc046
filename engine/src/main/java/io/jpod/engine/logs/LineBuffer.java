package io.jpod.engine.logs;

import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Cuts what a descriptor gives into lines. */
final class LineBuffer {
    private static final int CHUNK = 64 * 1024;

    private byte[] bytes = new byte[CHUNK];
    private int start;
    private int end;
    private int searched;

    /** Reads once; false at the end of the descriptor. */
    boolean fill(Posix posix, int descriptor) throws PosixException {
        System.arraycopy(bytes, start, bytes, 0, end - start);
        end -= start;
        searched -= start;
        start = 0;
        if (end == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        int count = posix.read(descriptor, bytes, end, bytes.length - end);
        end += Math.max(count, 0);
        return count > 0;
    }

    /** The next whole line without its end; null when more has to be read. */
    String next() {
        for (int i = searched; i < end; i++) {
            if (bytes[i] == '\n') {
                String line = new String(bytes, start, i - start, StandardCharsets.UTF_8);
                start = i + 1;
                searched = start;
                return line;
            }
        }
        searched = end;
        return null;
    }
}
