package io.jpod.session;

import io.jpod.api.Log;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.FrameSocket;
import io.jpod.support.posix.FrameSocket.Frame;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The resident process: takes callers until it is idle, told to stop, out of date, or its socket is not there any more. Whoever starts it
 * holds the lock that makes it the only one. The fields below the blank line are guarded by this object, the others are immutable.
 */
public final class Session {
    private static final int QUEUE = 128;
    private static final int LOOK_MILLIS = 1000;
    private static final int PATIENCE_MILLIS = 5000;

    private final Posix posix;
    private final String path;
    private final Duration idle;
    private final Commands commands;
    private final Log log;

    private int running;
    private int serving;
    private long served;
    private long last = System.nanoTime();
    private boolean stopping;

    /** @param idle how long nobody may call before it ends */
    public Session(Posix posix, Path socket, Duration idle, Commands commands, Log log) {
        this.posix = posix;
        this.path = socket.toString();
        this.idle = idle;
        this.commands = commands;
        this.log = log;
    }

    /** Returns when it has ended; commands that run are waited for, new callers are not taken then. */
    public void run() throws IOException {
        Surroundings surroundings = new Surroundings(posix);
        EndedSessions.sweep(posix, Path.of(path));
        int listening = FrameSocket.listen(path, QUEUE);
        try {
            FileStatus own = posix.stat(Posix.AT_FDCWD, path, Posix.AT_SYMLINK_NOFOLLOW);
            while (!isOver(own)) {
                short[] ready = new short[1];
                posix.poll(new int[] {listening}, new short[] {Posix.POLLIN}, ready, LOOK_MILLIS);
                Optional<FrameSocket> caller = FrameSocket.accept(posix, listening);
                if (caller.isPresent()) {
                    begin(caller.get(), surroundings);
                }
            }
            if (isOwn(own)) {
                posix.unlink(Posix.AT_FDCWD, path, 0);
            }
        } finally {
            posix.close(listening);
        }
        awaitCommands();
    }

    private boolean isOver(FileStatus own) {
        synchronized (this) {
            if (stopping || serving == 0 && System.nanoTime() - last >= idle.toNanos()) {
                return true;
            }
        }
        return !isOwn(own) || commands.outdated();
    }

    private boolean isOwn(FileStatus own) {
        try {
            FileStatus there = posix.stat(Posix.AT_FDCWD, path, Posix.AT_SYMLINK_NOFOLLOW);
            return there.inode() == own.inode() && there.dev() == own.dev();
        } catch (PosixException e) {
            return false;
        }
    }

    private void begin(FrameSocket socket, Surroundings surroundings) {
        synchronized (this) {
            running++;
        }
        Thread thread = new Thread(() -> serve(socket, surroundings), "command");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // The machine has no more threads: this one caller runs cold.
            socket.close();
            beginServing();
            ended(true, false);
        }
    }

    private void serve(FrameSocket socket, Surroundings surroundings) {
        boolean called = false;
        boolean ran = false;
        try (socket) {
            int[] peer = socket.peer();
            Optional<Frame> frame = peer[1] == posix.getEuid() ? first(socket) : Optional.empty();
            if (frame.isPresent()) {
                called = frame.get().type() == Frames.HELLO;
                if (called) {
                    beginServing();
                }
                switch (frame.get().type()) {
                    case Frames.HELLO ->
                        ran = new Caller(socket, posix, commands, surroundings).serve(frame.get(), peer[0]);
                    case Frames.STATUS -> answer(socket);
                    case Frames.STOP -> {
                        answer(socket);
                        stop();
                    }
                    default -> log.debug("frame " + frame.get().type() + " is unknown");
                }
            }
        } catch (PosixException e) {
            log.debug("a caller has gone: " + e.getMessage());
        } finally {
            ended(called, ran);
        }
    }

    /** Somebody who says nothing must not keep this process from ending. */
    private Optional<Frame> first(FrameSocket socket) throws PosixException {
        short[] ready = new short[1];
        int count = posix.poll(new int[] {socket.descriptor()}, new short[] {Posix.POLLIN}, ready, PATIENCE_MILLIS);
        return count > 0 ? socket.receive() : Optional.empty();
    }

    /** Whoever only looks, however often, does not keep this process from being idle. */
    private synchronized void beginServing() {
        serving++;
    }

    private synchronized void ended(boolean called, boolean ran) {
        running--;
        serving -= called ? 1 : 0;
        served += ran ? 1 : 0;
        last = called ? System.nanoTime() : last;
        notifyAll();
    }

    private synchronized void stop() {
        stopping = true;
    }

    private void answer(FrameSocket socket) throws PosixException {
        String text;
        synchronized (this) {
            text = "pid " + posix.getPid() + ", " + commands.description() + ", " + served + " commands run, "
                    + (running - 1) + " running";
        }
        ByteBuffer body = FrameSocket.append(FrameSocket.body(256), text);
        socket.send(Frames.TEXT, body);
    }

    private synchronized void awaitCommands() {
        while (running > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
