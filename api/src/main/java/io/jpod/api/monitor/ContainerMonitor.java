package io.jpod.api.monitor;

import io.jpod.api.ContainerId;
import java.nio.file.Path;
import java.util.Optional;

/** Starts monitors and talks to them. Keeps no state of its own: every call works from what is on disk. */
public interface ContainerMonitor {
    /**
     * Starts a monitor, which runs the runtime's {@code create}; returns when the container is created.
     *
     * @throws io.jpod.api.JpodException what {@link io.jpod.api.runtime.OciRuntime#failure} made of the runtime's message; the
     *     monitor does no more then but to run the exit command; the runtime's own remains are the caller's to delete
     */
    MonitoredProcess create(MonitorCreateRequest request);

    /**
     * Starts a process in a running container. With {@link MonitorExecRequest#attach()} the process waits until {@link
     * PendingExec#attach} was called.
     */
    PendingExec exec(MonitorExecRequest request);

    /**
     * Connects to the streams of a running container or exec session.
     *
     * @param runDirectory the directory that the request named
     * @throws io.jpod.api.JpodException NOT_FOUND when no monitor listens there
     */
    Attachment attach(Path runDirectory);

    /** Tells a terminal's new size without being attached. */
    void resize(Path runDirectory, int rows, int columns);

    /**
     * How the process ended; empty while no exit is recorded.
     *
     * @param exitDirectory the directory that the request named
     * @param id the container's, also for an exec session
     */
    Optional<ProcessExit> exit(Path exitDirectory, ContainerId id);

    /** Tells a log-writing monitor to open its log file anew. */
    void reopenLog(Path runDirectory);
}
