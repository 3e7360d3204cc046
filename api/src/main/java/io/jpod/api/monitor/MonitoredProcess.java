package io.jpod.api.monitor;

/**
 * What was started.
 *
 * @param pid the process of the container, as the engine sees it
 * @param monitorPid the monitor
 */
public record MonitoredProcess(int pid, int monitorPid) {}
