package io.jpod.engine.container;

import io.jpod.api.ContainerId;
import io.jpod.api.monitor.ContainerMonitor;
import io.jpod.api.monitor.ProcessExit;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Compares a recorded state with what is true. Thread-safe. */
final class StateCheck {
    /** The exit code of a container whose end nobody recorded. */
    static final int LOST = 255;

    private static final int RECORD_PATIENCE_MILLIS = 5_000;
    private static final int RECORD_POLL_MILLIS = 2;

    private final ContainerPaths paths;
    private final HostProcesses processes;
    private final Clock clock;
    private String bootId = "";

    StateCheck(ContainerPaths paths, HostProcesses processes, Clock clock) {
        this.paths = paths;
        this.processes = processes;
        this.clock = clock;
    }

    synchronized String bootId() {
        if (bootId.isEmpty()) {
            bootId = processes.bootId();
        }
        return bootId;
    }

    /**
     * What is true now. A container that has ended is {@code stopped}: nobody has cleaned up yet.
     *
     * @param monitor asked for the recorded exit
     */
    ContainerState truth(ContainerState recorded, ContainerId id, ContainerMonitor monitor) {
        if (!Status.isLive(recorded.status())) {
            return recorded;
        }
        if (!recorded.bootId().equals(bootId())) {
            return ended(recorded, LOST, clock.instant(), false);
        }
        Optional<ProcessExit> exit = monitor.exit(paths.exit(id.value()), id);
        if (exit.isPresent()) {
            return ended(recorded, exit.get());
        }
        if (processes.alive(recorded.pid(), recorded.pidStart())
                || processes.alive(recorded.monitorPid(), recorded.monitorStart())) {
            return recorded;
        }
        exit = monitor.exit(paths.exit(id.value()), id);
        return exit.isPresent() ? ended(recorded, exit.get()) : ended(recorded, LOST, clock.instant(), false);
    }

    /** As {@link #truth}; when the process is gone already, waits until the monitor has recorded its exit. */
    ContainerState settledTruth(ContainerState recorded, ContainerId id, ContainerMonitor monitor) {
        long deadline = System.nanoTime() + RECORD_PATIENCE_MILLIS * 1_000_000L;
        while (true) {
            ContainerState now = truth(recorded, id, monitor);
            if (!Status.isLive(now.status()) || processes.alive(now.pid(), now.pidStart())) {
                return now;
            }
            if (System.nanoTime() > deadline) {
                return ended(recorded, LOST, clock.instant(), false);
            }
            processes.awaitEnd(recorded.monitorPid(), recorded.monitorStart(), RECORD_POLL_MILLIS);
        }
    }

    private static ContainerState ended(ContainerState recorded, ProcessExit exit) {
        return ended(recorded, exit.code(), exit.time(), exit.oomKilled());
    }

    private static ContainerState ended(ContainerState recorded, int code, Instant time, boolean oom) {
        return recorded.toBuilder()
                .status(Status.STOPPED)
                .pid(0)
                .pidStart(0)
                .exitCode(code)
                .finishedAt(time.getEpochSecond() * 1_000_000_000L + time.getNano())
                .oomKilled(oom)
                .build();
    }
}
