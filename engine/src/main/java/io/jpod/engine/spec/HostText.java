package io.jpod.engine.spec;

import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads small text files of the host, such as those of {@code /proc}, with as few system calls as can be. */
final class HostText {
    private final Posix posix;

    HostText(Posix posix) {
        this.posix = posix;
    }

    /** The content; empty when the file is missing or unreadable. */
    String read(String path) {
        try {
            int descriptor = posix.open(Posix.AT_FDCWD, path, Posix.O_RDONLY, 0);
            try {
                byte[] buffer = new byte[8192];
                int size = 0;
                int count = posix.read(descriptor, buffer, 0, buffer.length);
                while (count > 0) {
                    size += count;
                    if (size == buffer.length) {
                        buffer = Arrays.copyOf(buffer, 2 * size);
                    }
                    count = posix.read(descriptor, buffer, size, buffer.length - size);
                }
                return new String(buffer, 0, size, StandardCharsets.UTF_8);
            } finally {
                posix.close(descriptor);
            }
        } catch (PosixException e) {
            return "";
        }
    }
}
