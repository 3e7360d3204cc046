package io.jpod.support.companion;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessRunner;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Starts companions and waits until they are ready. Immutable. */
public final class CompanionStarter {
    /** The companion's descriptor to write a byte to when it is ready. */
    public static final int READY = 3;

    /** The companion's descriptor that reaches its end when it shall end, when there is one. */
    public static final int EXIT = 4;

    private static final int PATIENCE_MILLIS = 30_000;
    private static final int LARGEST_OUTPUT = 2000;

    private final ProcessRunner processes;
    private final Posix posix;
    private final Log log;

    public CompanionStarter(ProcessRunner processes, Posix posix, Log log) {
        this.processes = processes;
        this.posix = posix;
        this.log = log;
    }

    /**
     * Starts a program in a session of its own.
     *
     * @param directory its working directory
     * @param output a file for what it prints; stays while it lives
     * @param lifetime what becomes {@link #EXIT}
     * @throws CompanionFailure when it ends without being ready, or is not ready in time and was killed
     */
    public Companion start(List<String> argv, Path directory, Path output, Optional<Integer> lifetime)
            throws CompanionFailure {
        int[] ready = {-1, -1};
        int file = -1;
        int pid = -1;
        boolean done = false;
        try {
            ready = posix.pipe();
            int flags = Posix.O_WRONLY | Posix.O_CREAT | Posix.O_TRUNC | Posix.O_APPEND;
            file = posix.open(Posix.AT_FDCWD, output.toString(), flags, 0600);
            ProcessRequest.Builder child = ProcessRequest.builder(argv)
                    .directory(directory)
                    .descriptor(1, file)
                    .descriptor(2, file)
                    .descriptor(READY, ready[1]);
            if (lifetime.isPresent()) {
                child.descriptor(EXIT, lifetime.get());
            }
            pid = processes.spawn(child.build());
            posix.close(ready[1]);
            ready[1] = -1;
            done = isReady(ready[0]);
        } catch (PosixException e) {
            throw JpodException.host("start " + argv.get(0), e);
        } finally {
            close(ready[0]);
            close(ready[1]);
            close(file);
            if (pid > 0 && !done) {
                Companion.of(posix, pid).end(log);
            }
        }
        if (!done) {
            throw new CompanionFailure(read(output));
        }
        return Companion.of(posix, pid);
    }

    private void close(int descriptor) {
        if (descriptor >= 0) {
            posix.close(descriptor);
        }
    }

    private boolean isReady(int descriptor) throws PosixException {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (true) {
            int left = (int) ((deadline - System.nanoTime()) / 1_000_000);
            if (left <= 0) {
                return false;
            }
            if (posix.poll(new int[] {descriptor}, new short[] {Posix.POLLIN}, new short[1], left) > 0) {
                return posix.read(descriptor, new byte[1], 0, 1) == 1;
            }
        }
    }

    private String read(Path output) {
        try {
            String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            return text.length() > LARGEST_OUTPUT ? text.substring(0, LARGEST_OUTPUT) : text;
        } catch (IOException e) {
            log.debug("cannot read " + output + ": " + e.getMessage());
            return "";
        }
    }
}
