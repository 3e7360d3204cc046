package io.jpod.api.monitor;

/** An exec session between its monitor's start and its process's start. */
public interface PendingExec extends AutoCloseable {
    /** Connects to the session's streams; once, and only for requests with {@code attach}. */
    Attachment attach();

    /**
     * Lets the process run and waits until it does.
     *
     * @throws io.jpod.api.JpodException as {@link ContainerMonitor#create}
     */
    MonitoredProcess start();

    /** Frees descriptors; a process that was not started does not start any more. */
    @Override
    void close();
}
