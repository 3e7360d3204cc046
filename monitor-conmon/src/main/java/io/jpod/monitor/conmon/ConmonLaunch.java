package io.jpod.monitor.conmon;

import io.jpod.api.ContainerId;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.monitor.MonitoredProcess;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import io.jpod.api.runtime.OciRuntime;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One start of conmon with its pipes. Belongs to one thread; closing it frees the descriptors. */
final class ConmonLaunch implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 240_000;

    private final ProcessRunner processes;
    private final Posix posix;
    private final OciRuntime runtime;
    private final ContainerId id;
    private final Path runDirectory;
    private final String operation;
    private int sync = -1;
    private int attach = -1;
    private int start = -1;
    private String printed = "";

    ConmonLaunch(
            ProcessRunner processes,
            Posix posix,
            OciRuntime runtime,
            ContainerId id,
            Path runDirectory,
            String operation) {
        this.processes = processes;
        this.posix = posix;
        this.runtime = runtime;
        this.id = id;
        this.runDirectory = runDirectory;
        this.operation = operation;
    }

    /**
     * Starts conmon and waits until it has gone to the background.
     *
     * @param waits true when the process is to wait for {@link #release}
     */
    void begin(
            List<String> argv,
            Map<String, String> environment,
            List<Integer> preserved,
            Optional<Integer> lifetime,
            Optional<Path> directory,
            boolean passthrough,
            boolean waits) {
        int next = ConmonCommand.highest(preserved) + 1;
        ProcessRequest.Builder child =
                ProcessRequest.builder(argv).cleanEnvironment().environment(environment);
        int syncChild = -1;
        int attachChild = -1;
        int startChild = -1;
        try {
            int[] pipe = posix.pipe();
            sync = pipe[0];
            syncChild = pipe[1];
            child.environment("_OCI_SYNCPIPE", Integer.toString(next)).descriptor(next++, syncChild);
            if (waits) {
                pipe = posix.pipe();
                attach = pipe[0];
                attachChild = pipe[1];
                child.environment("_OCI_ATTACHPIPE", Integer.toString(next)).descriptor(next++, attachChild);
                pipe = posix.pipe();
                startChild = pipe[0];
                start = pipe[1];
                child.environment("_OCI_STARTPIPE", Integer.toString(next)).descriptor(next++, startChild);
                release();
            }
            for (int descriptor : preserved) {
                child.descriptor(descriptor, descriptor);
            }
            if (lifetime.isPresent()) {
                child.descriptor(next, lifetime.get());
            }
            if (directory.isPresent()) {
                child.directory(directory.get());
            }
            if (passthrough) {
                child.descriptor(0, 0).descriptor(1, 1).descriptor(2, 2);
            }
            ProcessResult result = processes.run(child.build());
            printed = result.stderr();
        } catch (PosixException e) {
            throw JpodException.host("starting conmon for container " + id, e);
        } finally {
            closeAll(syncChild, attachChild, startChild);
        }
    }

    /** Lets conmon go on: once at its very start, once more after the client is attached. */
    void release() throws PosixException {
        posix.write(start, new byte[] {0}, 0, 1);
    }

    /** Waits until the attach socket is there. */
    void awaitSocket() {
        ConmonAnswer answer = answer(attach);
        if (answer.failed()) {
            throw failure(answer);
        }
    }

    /** Waits until the runtime has made the process. */
    MonitoredProcess awaitProcess() {
        ConmonAnswer answer = answer(sync);
        if (answer.failed()) {
            throw failure(answer);
        }
        return new MonitoredProcess(answer.number(), monitorPid());
    }

    private JpodException failure(ConmonAnswer answer) {
        String message = answer.failure(runDirectory.resolve(ConmonCommand.RUNTIME_LOG), printed);
        return runtime.failure(operation, id, message);
    }

    /** Process id of conmon; 0 when it did not get so far as to write it. */
    int monitorPid() {
        try {
            byte[] content = Files.readAllBytes(runDirectory.resolve(ConmonCommand.MONITOR_PID_FILE));
            return Integer.parseInt(new String(content, StandardCharsets.US_ASCII).trim());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    private ConmonAnswer answer(int descriptor) {
        byte[] buffer = new byte[32 * 1024];
        int length = 0;
        int[] descriptors = {descriptor};
        short[] events = {Posix.POLLIN};
        short[] ready = {0};
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        try {
            while (length < buffer.length) {
                long left = (deadline - System.nanoTime()) / 1_000_000L;
                if (left <= 0) {
                    throw new JpodException(
                            ErrorCode.INTERRUPTED, "timed out waiting for conmon to " + operation + " container " + id);
                }
                if (posix.poll(descriptors, events, ready, (int) left) == 0) {
                    continue;
                }
                int count = posix.read(descriptor, buffer, length, buffer.length - length);
                if (count == 0 || buffer[length + count - 1] == '\n') {
                    length += count;
                    break;
                }
                length += count;
            }
        } catch (PosixException e) {
            throw JpodException.host("reading the answer of conmon for container " + id, e);
        }
        return ConmonAnswer.parse(buffer, length);
    }

    @Override
    public void close() {
        closeAll(sync, attach, start);
        sync = -1;
        attach = -1;
        start = -1;
    }

    private void closeAll(int... descriptors) {
        for (int descriptor : descriptors) {
            if (descriptor >= 0) {
                posix.close(descriptor);
            }
        }
    }
}
