package io.jpod.api.monitor;

import java.time.Instant;

/**
 * How a process ended.
 *
 * @param code its exit code; 128 plus the number for a signal
 * @param time when the monitor recorded it
 * @param oomKilled true when the kernel killed it for lack of memory
 */
public record ProcessExit(int code, Instant time, boolean oomKilled) {}
