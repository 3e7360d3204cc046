package io.jpod.session;

import io.jpod.support.posix.Posix;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The caller's standard streams, by descriptor. Reading waits so that a caller who is gone ends it. */
final class CallerStreams {
    private CallerStreams() {}

    static InputStream input(Posix posix) {
        return new InputStream() {
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
                posix.poll(new int[] {0}, new short[] {Posix.POLLIN}, new short[1], -1);
                int count = posix.read(0, buffer, offset, length);
                return count == 0 ? -1 : count;
            }
        };
    }

    static OutputStream output(Posix posix, int descriptor) {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                int done = 0;
                while (done < length) {
                    // A slow reader must not keep this thread when the caller is gone.
                    posix.poll(new int[] {descriptor}, new short[] {Posix.POLLOUT}, new short[1], -1);
                    done += posix.write(descriptor, buffer, offset + done, Math.min(length - done, 4096));
                }
            }
        };
    }
}
