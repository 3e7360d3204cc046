package io.jpod.support.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadAheadTest {
    private static byte[] data(int length) {
        byte[] data = new byte[length];
        new Random(7).nextBytes(data);
        return data;
    }

    @Test
    void givesWhatTheStreamHolds() throws IOException {
        for (int length : new int[] {0, 1, 511, 1 << 17, (1 << 18) + 1, 5_000_000}) {
            byte[] data = data(length);
            try (ReadAhead ahead = new ReadAhead(new ByteArrayInputStream(data))) {
                assertArrayEquals(data, ahead.readAllBytes());
                assertEquals(-1, ahead.read());
            }
        }
    }

    @Test
    void givesSmallPiecesTogether() throws IOException {
        byte[] data = data(100_000);
        InputStream trickle = new FilterInputStream(new ByteArrayInputStream(data)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, Math.min(length, 3));
            }
        };
        try (ReadAhead ahead = new ReadAhead(trickle)) {
            assertEquals(data[0], (byte) ahead.read());
            byte[] rest = ahead.readAllBytes();
            assertEquals(data.length - 1, rest.length);
        }
    }

    @Test
    void failsAsTheStreamDoesAndStaysFailed() throws IOException {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("damaged");
            }
        };
        try (ReadAhead ahead = new ReadAhead(broken)) {
            assertEquals("damaged", assertThrows(IOException.class, ahead::read).getMessage());
            assertThrows(IOException.class, ahead::read);
        }
    }

    @Test
    void closingEndsAThreadThatWaitsAndClosesTheStream() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicBoolean closed = new AtomicBoolean();
        InputStream silent = new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    waiting.countDown();
                    new CountDownLatch(1).await();
                    return -1;
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
        ReadAhead ahead = new ReadAhead(silent);
        waiting.await();
        ahead.close();
        assertTrue(closed.get());
    }

    @Test
    void closingEndsAThreadThatIsFarAhead() throws IOException {
        ReadAhead ahead = new ReadAhead(new ByteArrayInputStream(data(10_000_000)));
        assertTrue(ahead.read() >= 0);
        ahead.close();
    }
}
