package io.jpod.api.monitor;

import java.nio.file.Path;
import java.util.Optional;

/** Starts monitors and talks to them. Keeps no state of its own: every call works from what is on disk. */
public interface ContainerMonitor {
    /**
     * Starts a monitor, which runs the runtime's {@code create}; returns when the container is created.
     *
     * @throws io.jpod.api.JpodException what {@link io.jpod.api.runtime.OciRuntime#failure} made of the runtime's message; the
     *     monitor has ended then, and the runtime's own remains are the caller's to delete
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
     * @param id the container's id, or the exec session's
     * @param terminal whether the process has a pseudo terminal
     */
    Attachment attach(Path runDirectory, String id, boolean terminal);

    /** Tells a terminal's new size without being attached. */
    void resize(Path runDirectory, int rows, int columns);

    /** How the process ended; empty while no exit is recorded. */
    Optional<ProcessExit> exit(Path exitDirectory, String id);

    /** Tells a log-writing monitor to open its log file anew. */
    void reopenLog(Path runDirectory);
}
