package io.jpod.support.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Frames with descriptors over a Unix stream socket: a type, a length, and as many bytes, in the machine's order ({@code session.h}).
 * Needs the native library that {@link PosixLoader} loads. Sending is safe from several threads; one may receive.
 */
public final class FrameSocket implements AutoCloseable {
    private static final int HEADER = 8;
    private static final int LARGEST = 4 << 20;
    private static final int DESCRIPTORS = 60;

    /**
     * One frame.
     *
     * @param body in the machine's byte order, at its beginning
     * @param descriptors the receiver's to close
     */
    public record Frame(int type, ByteBuffer body, int[] descriptors) {}

    private final Posix posix;
    private final int descriptor;
    private boolean open = true;

    private FrameSocket(Posix posix, int descriptor) {
        this.posix = posix;
        this.descriptor = descriptor;
    }

    /**
     * Listens at a path, which only its owner may connect to; what was there is removed.
     *
     * @return a descriptor that does not block
     */
    public static int listen(String path, int queue) throws PosixException {
        return check(listen0(ByteStrings.encode(path, "bind"), queue), "bind", path);
    }

    /** Connects to who listens at a path. */
    public static FrameSocket connect(Posix posix, String path) throws PosixException {
        return new FrameSocket(posix, posix.connectStream(path));
    }

    /** Who waits; empty when there is nobody, or no descriptor left for it. */
    public static Optional<FrameSocket> accept(Posix posix, int listening) {
        int result = accept0(listening);
        return result < 0 ? Optional.empty() : Optional.of(new FrameSocket(posix, result));
    }

    public int descriptor() {
        return descriptor;
    }

    /** Process, user and group id of the other side, as this user namespace has them. */
    public int[] peer() throws PosixException {
        int[] ids = new int[3];
        check(peer0(descriptor, ids), "getsockopt", "SO_PEERCRED");
        return ids;
    }

    /** An empty body to be filled and sent. */
    public static ByteBuffer body(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    /** @param body sent from 0 to its position */
    public synchronized void send(int type, ByteBuffer body, int... descriptors) throws PosixException {
        if (!open) {
            throw new PosixException("send", "", Errno.EPIPE);
        }
        byte[] bytes = new byte[HEADER + body.position()];
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.nativeOrder())
                .putInt(type)
                .putInt(body.position())
                .put(body.array(), 0, body.position());
        check(send0(descriptor, bytes, descriptors), "send", "");
    }

    /** The next frame; empty at the end, also an early one. */
    public Optional<Frame> receive() throws PosixException {
        byte[] header = new byte[HEADER];
        int[] passed = new int[DESCRIPTORS + 1];
        int[] descriptors = fill(header, passed);
        if (descriptors == null) {
            return Optional.empty();
        }
        ByteBuffer start = ByteBuffer.wrap(header).order(ByteOrder.nativeOrder());
        int type = start.getInt();
        int length = start.getInt();
        byte[] body = new byte[Math.max(0, Math.min(length, LARGEST))];
        if (length < 0 || length > LARGEST || fill(body, passed) == null) {
            for (int given : descriptors) {
                posix.close(given);
            }
            return Optional.empty();
        }
        return Optional.of(new Frame(type, ByteBuffer.wrap(body).order(ByteOrder.nativeOrder()), descriptors));
    }

    /** The descriptors that came along; null at the end. */
    private int[] fill(byte[] data, int[] passed) throws PosixException {
        int[] descriptors = {};
        int done = 0;
        while (done < data.length) {
            passed[0] = 0;
            int count = check(receive0(descriptor, data, done, passed), "receive", "");
            if (passed[0] > 0) {
                descriptors = Arrays.copyOfRange(passed, 1, passed[0] + 1);
            }
            if (count == 0) {
                return null;
            }
            done += count;
        }
        return descriptors;
    }

    /** The strings that end with NUL, from the body's position to its end. */
    public static String[] strings(ByteBuffer body) {
        return ByteStrings.split(Arrays.copyOfRange(body.array(), body.position(), body.limit()));
    }

    /** Appends strings, each ended by NUL; the result may be another buffer. */
    public static ByteBuffer append(ByteBuffer body, String... texts) throws PosixException {
        byte[] bytes = ByteStrings.encodeAll(texts, "send");
        ByteBuffer result = body;
        if (body.remaining() < bytes.length) {
            result = body(body.position() + bytes.length + 1024);
            result.put(body.array(), 0, body.position());
        }
        return result.put(bytes);
    }

    /** Whoever receives at the other side, or here, finds the end. */
    public void shutdown() {
        try {
            posix.shutdown(descriptor, 2);
        } catch (PosixException e) {
            // The other side was first.
        }
    }

    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            posix.close(descriptor);
        }
    }

    private static int check(int result, String call, String object) throws PosixException {
        if (result < 0) {
            throw new PosixException(call, object, -result);
        }
        return result;
    }

    private static native int listen0(byte[] path, int queue);

    private static native int accept0(int listening);

    private static native int peer0(int descriptor, int[] ids);

    private static native int send0(int descriptor, byte[] data, int[] passed);

    private static native int receive0(int descriptor, byte[] data, int offset, int[] passed);
}
