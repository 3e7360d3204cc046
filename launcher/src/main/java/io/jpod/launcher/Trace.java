package io.jpod.launcher;

import java.io.PrintStream;

/** Where the time of one command went; off, it does nothing. Guarded by itself. */
final class Trace {
    private final boolean on;
    private final StringBuilder phases = new StringBuilder();
    private final long started;
    private long last;

    private Trace(boolean on, long started) {
        this.on = on;
        this.started = started;
        this.last = started;
    }

    /** @param started when the start script began, milliseconds since the epoch in digits; not a number turns the trace off */
    static Trace since(String started) {
        try {
            return new Trace(true, Long.parseLong(started));
        } catch (NumberFormatException e) {
            return new Trace(false, 0);
        }
    }

    /** Ends a phase. */
    synchronized void mark(String phase) {
        if (on) {
            long now = System.currentTimeMillis();
            phases.append(phase).append(' ').append(now - last).append(" ms, ");
            last = now;
        }
    }

    synchronized void print(PrintStream stream) {
        if (on) {
            stream.println("trace: " + phases + "total " + (last - started) + " ms");
        }
    }
}
