package io.jpod.engine.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.monitor.Attachment;
import io.jpod.engine.AttachOptions;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.support.posix.PosixLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class AttachLoopTest {
    @TempDir
    Path directory;

    private final Log log = new SilentLog();
    private final Posix posix = PosixLoader.load(log);
    private int[] stdin;
    private int[] stdout;
    private FakeAttachment process;

    @BeforeEach
    void open() throws IOException {
        stdin = posix.pipe();
        stdout = posix.pipe();
        process = new FakeAttachment();
    }

    @Test
    void outputIsDeliveredUntilTheProcessCloses() throws IOException {
        AttachLoop.Outcome outcome = loop(new byte[0], false).run(() -> {
            process.say("hello ");
            process.say("world");
            process.end();
        });
        assertEquals(AttachLoop.Outcome.ENDED, outcome);
        assertEquals("hello world", read(stdout[0]));
    }

    @Test
    void inputIsPassedOnAndItsEndToo() throws IOException {
        write(stdin[1], "some words");
        posix.close(stdin[1]);
        process.endWhenInputCloses = true;
        AttachLoop.Outcome outcome = loop(new byte[0], false).run(() -> {});
        assertEquals(AttachLoop.Outcome.ENDED, outcome);
        assertEquals("some words", process.received());
        assertTrue(process.inputClosed);
    }

    @Test
    void detachKeysEndTheLoopAfterWhatStoodBeforeThem() throws IOException {
        write(stdin[1], "abc\u0010\u0011def");
        AttachLoop.Outcome outcome = loop(new byte[] {16, 17}, false).run(() -> {});
        assertEquals(AttachLoop.Outcome.DETACHED, outcome);
        assertEquals("abc", process.received());
    }

    @Test
    void signalsArePassedOn() throws IOException {
        List<Integer> signals = new ArrayList<>();
        AttachLoop loop = new AttachLoop(posix, log, process, options(new byte[0], true), signal -> {
            signals.add(signal);
            process.end();
        });
        loop.run(() -> {
            try {
                posix.kill(posix.getPid(), 15);
            } catch (PosixException e) {
                throw JpodException.host("kill", e);
            }
        });
        assertEquals(List.of(15), signals);
    }

    @Test
    void processGoesOnWhenNobodyReadsItsOutput() throws IOException {
        posix.close(stdout[0]);
        AttachLoop.Outcome outcome = loop(new byte[0], false).run(() -> {
            process.say("one");
            process.say("two");
            process.end();
        });
        assertEquals(AttachLoop.Outcome.ENDED, outcome);
    }

    private AttachLoop loop(byte[] keys, boolean proxy) {
        return new AttachLoop(posix, log, process, options(keys, proxy), signal -> {});
    }

    private AttachOptions options(byte[] keys, boolean proxy) {
        return new AttachOptions(stdin[0], stdout[1], stdout[1], keys, proxy, false);
    }

    private void write(int descriptor, String text) throws PosixException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        posix.write(descriptor, bytes, 0, bytes.length);
    }

    private String read(int descriptor) throws PosixException {
        byte[] buffer = new byte[1000];
        return new String(buffer, 0, posix.read(descriptor, buffer, 0, buffer.length), StandardCharsets.UTF_8);
    }

    /** A process behind a socket: what the loop writes can be read at the other end. */
    private final class FakeAttachment implements Attachment {
        private final SocketChannel peer;
        private final int descriptor;
        private boolean inputClosed;
        private boolean endWhenInputCloses;

        FakeAttachment() throws IOException {
            Path path = directory.resolve("attach");
            try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(path));
                descriptor = posix.connectStream(path.toString());
                peer = server.accept();
            }
        }

        void say(String text) {
            try {
                peer.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void end() {
            try {
                peer.shutdownOutput();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String received() throws IOException {
            posix.shutdown(descriptor, 1);
            ByteBuffer buffer = ByteBuffer.allocate(1000);
            while (peer.read(buffer) > 0) {
                assertTrue(buffer.hasRemaining());
            }
            return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
        }

        @Override
        public int descriptor() {
            return descriptor;
        }

        @Override
        public int read(byte[] buffer) {
            try {
                int count = posix.read(descriptor, buffer, 0, buffer.length);
                return count == 0 ? -1 : count;
            } catch (PosixException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean lastWasStderr() {
            return false;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                assertEquals(length, posix.write(descriptor, bytes, offset, length));
            } catch (PosixException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void closeInput() {
            inputClosed = true;
            if (endWhenInputCloses) {
                end();
            }
        }

        @Override
        public void resize(int rows, int columns) {
            throw new AssertionError("no terminal here");
        }

        @Override
        public void close() {
            posix.close(descriptor);
        }
    }

    /** Says nothing. */
    private static final class SilentLog implements Log {
        @Override
        public void debug(String message) {}

        @Override
        public boolean isDebug() {
            return false;
        }

        @Override
        public void warn(String message) {}

        @Override
        public void error(String message) {}
    }
}
