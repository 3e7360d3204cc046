package io.jpod.session;

import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FrameSocket;
import io.jpod.support.posix.FrameSocket.Frame;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked of a caller while its command runs. One thread listens ({@link #listen}); the command's threads ask. The fields below the
 * blank line are guarded by this object, the others are immutable.
 */
final class Conversation {
    private static final int UNKNOWN = Integer.MIN_VALUE;

    private final FrameSocket socket;
    private final Posix posix;
    private final int pid;
    /** Readable at its end once the caller is gone. */
    private final int[] end;

    /** What the caller has told of children that were asked for: exit code, minus errno, or {@link #UNKNOWN}. */
    private final Map<Integer, Integer> children = new HashMap<>();

    private boolean gone;
    private boolean dropped;
    private boolean spawning;
    private Integer spawned;
    private boolean ready;
    private int signals = -1;

    Conversation(FrameSocket socket, Posix posix, int pid) throws PosixException {
        this.socket = socket;
        this.posix = posix;
        this.pid = pid;
        this.end = posix.pipe();
    }

    int pid() {
        return pid;
    }

    /** A descriptor that is ready once the caller is gone. */
    int end() {
        return end[0];
    }

    /** Takes what the caller tells until it is gone. */
    void listen() {
        try {
            Optional<Frame> frame = socket.receive();
            while (frame.isPresent()) {
                take(frame.get());
                frame = socket.receive();
            }
        } catch (PosixException e) {
            // The same as its end.
        }
        synchronized (this) {
            gone = true;
            posix.close(end[1]);
            notifyAll();
        }
    }

    private synchronized void take(Frame frame) throws PosixException {
        ByteBuffer body = frame.body();
        switch (frame.type()) {
            case Frames.SPAWNED -> spawned = body.getInt();
            case Frames.ENDED -> children.put(body.getInt(), body.getInt());
            case Frames.READY -> ready = true;
            case Frames.SIGNAL -> {
                if (signals >= 0) {
                    posix.write(signals, new byte[] {(byte) body.getInt()}, 0, 1);
                }
            }
            default -> socket.shutdown();
        }
        notifyAll();
    }

    synchronized void check() {
        if (gone) {
            throw new CallerGone();
        }
    }

    /** From now on what is written for the caller is lost. */
    synchronized void drop() {
        dropped = true;
    }

    synchronized boolean isDropped() {
        return dropped;
    }

    /** @return process id, or minus errno */
    synchronized int spawn(
            String program,
            String[] argv,
            String[] environment,
            String directory,
            int[] numbers,
            int[] passed,
            boolean newSession)
            throws PosixException {
        while (spawning) {
            await();
        }
        spawning = true;
        try {
            ByteBuffer body = FrameSocket.body(16384)
                    .putInt(newSession ? 1 : 0)
                    .putInt(argv.length)
                    .putInt(environment.length)
                    .putInt(numbers.length);
            for (int number : numbers) {
                body.putInt(number);
            }
            body = FrameSocket.append(body, program, directory);
            body = FrameSocket.append(body, argv);
            body = FrameSocket.append(body, environment);
            spawned = null;
            send(Frames.SPAWN, body, passed);
            while (spawned == null) {
                await();
            }
            return spawned;
        } finally {
            spawning = false;
            notifyAll();
        }
    }

    synchronized int waitFor(int child, boolean atOnce) throws PosixException {
        send(Frames.WAIT, FrameSocket.body(8).putInt(child).putInt(atOnce ? 1 : 0));
        Integer code = children.remove(child);
        while (code == null) {
            await();
            code = children.remove(child);
        }
        if (code == UNKNOWN) {
            return -1;
        }
        if (code < 0) {
            throw new PosixException("waitpid", "process " + child, -code);
        }
        return code;
    }

    /** @return where their numbers are read */
    synchronized int catchSignals(int... numbers) throws PosixException {
        int[] pipe = posix.pipe();
        if (signals >= 0) {
            posix.close(signals);
        }
        signals = pipe[1];
        ByteBuffer body = FrameSocket.body(numbers.length * 4);
        for (int number : numbers) {
            body.putInt(number);
        }
        ready = false;
        send(Frames.CATCH, body);
        while (!ready) {
            await();
        }
        return pipe[0];
    }

    private void send(int type, ByteBuffer body, int... passed) throws PosixException {
        try {
            socket.send(type, body, passed);
        } catch (PosixException e) {
            if (e.errno() == Errno.EPIPE || e.errno() == Errno.ECONNRESET) {
                throw new CallerGone();
            }
            throw e;
        }
    }

    private void await() {
        check();
        try {
            wait();
        } catch (InterruptedException e) {
            throw new CallerGone();
        }
        check();
    }

    /** When the listening thread has ended. */
    synchronized void close() {
        if (signals >= 0) {
            posix.close(signals);
        }
        posix.close(end[0]);
    }
}
