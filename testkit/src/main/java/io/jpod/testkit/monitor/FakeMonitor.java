package io.jpod.testkit.monitor;

import io.jpod.api.ContainerId;
import io.jpod.api.JpodException;
import io.jpod.api.monitor.Attachment;
import io.jpod.api.monitor.ContainerMonitor;
import io.jpod.api.monitor.MonitorCreateRequest;
import io.jpod.api.monitor.MonitorExecRequest;
import io.jpod.api.monitor.MonitoredProcess;
import io.jpod.api.monitor.PendingExec;
import io.jpod.api.monitor.ProcessExit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * A monitor whose containers are objects: {@link #start} and {@link #end} stand for the runtime. Exits are recorded in files, as a
 * process that comes later would find them. Not thread-safe.
 */
public final class FakeMonitor implements ContainerMonitor {
    private static final int FIRST_PID = 5000;

    private final Clock clock;
    private final IntConsumer appears;
    private final IntConsumer vanishes;
    private final Map<String, FakeProcess> containers = new HashMap<>();
    private final Map<Path, FakeProcess> listening = new HashMap<>();
    private SampleProgram program = SampleProgram.RUNS;
    private int nextPid = FIRST_PID;

    /**
     * @param appears told the number of each process, monitors included, that comes to be
     * @param vanishes told the number of each that ends
     */
    public FakeMonitor(Clock clock, IntConsumer appears, IntConsumer vanishes) {
        this.clock = clock;
        this.appears = appears;
        this.vanishes = vanishes;
    }

    /** What the next container or session does. */
    public void behave(SampleProgram next) {
        program = next;
    }

    /** The last request for a container; empty when there was none. */
    public Optional<MonitorCreateRequest> request(ContainerId id) {
        return Optional.ofNullable(containers.get(id.value())).map(container -> container.request);
    }

    /** Runs a created container's program. */
    public void start(ContainerId id) {
        container(id).start();
    }

    /** Ends a container's process; one that has ended already is no error. */
    public void end(ContainerId id, int code) {
        FakeProcess process = containers.get(id.value());
        if (process != null) {
            process.end(code);
        }
    }

    /** Loses monitor and process of a container without a record, as a power cut does. */
    public void lose(ContainerId id) {
        container(id).vanish();
    }

    private FakeProcess container(ContainerId id) {
        FakeProcess process = containers.get(id.value());
        if (process == null) {
            throw JpodException.notFound("container " + id + " does not exist");
        }
        return process;
    }

    @Override
    public MonitoredProcess create(MonitorCreateRequest request) {
        if (program == SampleProgram.MISSING) {
            throw request.runtime().failure("create", request.id(), "no such command");
        }
        FakeProcess process = appear(request.id(), request.exitDirectory(), request.runDirectory());
        process.request = request;
        containers.put(request.id().value(), process);
        return new MonitoredProcess(process.pid, process.monitorPid);
    }

    private FakeProcess appear(ContainerId id, Path exitDirectory, Path runDirectory) {
        FakeProcess process = new FakeProcess(id, program, exitDirectory, runDirectory, nextPid, nextPid + 1);
        nextPid += 2;
        appears.accept(process.pid);
        appears.accept(process.monitorPid);
        listening.put(runDirectory, process);
        return process;
    }

    @Override
    public PendingExec exec(MonitorExecRequest request) {
        return new PendingExec() {
            private FakeProcess process;

            @Override
            public Attachment attach() {
                process = appear(request.id(), request.exitDirectory(), request.runDirectory());
                return process.attach();
            }

            @Override
            public MonitoredProcess start() {
                if (program == SampleProgram.MISSING) {
                    throw request.runtime().failure("exec", request.id(), "no such command");
                }
                if (process == null) {
                    process = appear(request.id(), request.exitDirectory(), request.runDirectory());
                }
                process.start();
                return new MonitoredProcess(process.pid, process.monitorPid);
            }

            @Override
            public void close() {
                if (process != null && !process.started) {
                    process.vanish();
                }
            }
        };
    }

    @Override
    public Attachment attach(Path runDirectory) {
        FakeProcess process = listening.get(runDirectory);
        if (process == null) {
            throw JpodException.notFound("no monitor listens in " + runDirectory);
        }
        return process.attach();
    }

    @Override
    public void resize(Path runDirectory, int rows, int columns) {
        FakeProcess process = listening.get(runDirectory);
        if (process != null) {
            process.resize(rows, columns);
        }
    }

    @Override
    public Optional<ProcessExit> exit(Path exitDirectory, ContainerId id) {
        Path file = exitDirectory.resolve(id.value());
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            int code = Integer.parseInt(Files.readString(file));
            return Optional.of(
                    new ProcessExit(code, Files.getLastModifiedTime(file).toInstant(), false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void reopenLog(Path runDirectory) {
        // It writes no log.
    }

    /** One process with its monitor. */
    private final class FakeProcess {
        private final ContainerId id;
        private final SampleProgram program;
        private final Path exitDirectory;
        private final Path runDirectory;
        private final int pid;
        private final int monitorPid;
        private final FakeStreams streams = new FakeStreams();
        private MonitorCreateRequest request;
        private boolean started;
        private boolean ended;

        FakeProcess(
                ContainerId id, SampleProgram program, Path exitDirectory, Path runDirectory, int pid, int monitorPid) {
            this.id = id;
            this.program = program;
            this.exitDirectory = exitDirectory;
            this.runDirectory = runDirectory;
            this.pid = pid;
            this.monitorPid = monitorPid;
        }

        Attachment attach() {
            return streams.attachment(() -> {
                if (started && program == SampleProgram.COPIES) {
                    end(0);
                }
            });
        }

        void resize(int rows, int columns) {
            streams.resize(rows, columns);
        }

        void start() {
            started = true;
            if (program == SampleProgram.PRINTS) {
                streams.print("out\n", false);
                streams.print("err\n", true);
                end(7);
            }
        }

        void end(int code) {
            if (ended) {
                return;
            }
            try {
                Path file = exitDirectory.resolve(id.value());
                Files.writeString(file, Integer.toString(code));
                Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.from(clock.instant()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            vanish();
        }

        void vanish() {
            ended = true;
            streams.end();
            listening.remove(runDirectory);
            vanishes.accept(pid);
            vanishes.accept(monitorPid);
        }
    }
}
