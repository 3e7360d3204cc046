package io.jpod.launcher;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Where the time of one command went: a waterfall of its phases, printed at the end when it is wanted. Guarded by itself. */
final class Trace {
    private static final int WIDTH = 48;
    private static final int NAME = 16;

    private final long started;
    private final List<String> phases = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();
    private boolean wanted;

    private Trace(long started) {
        this.started = started;
    }

    /**
     * Begins with the first phase.
     *
     * @param monotonic when the start program began, by {@link System#nanoTime}, in digits
     * @param epoch when the start script began, in milliseconds since the epoch, in digits; counts when the first is empty
     */
    static Trace since(String monotonic, String epoch) {
        long now = System.nanoTime();
        try {
            if (!monotonic.isEmpty()) {
                return new Trace(Long.parseLong(monotonic));
            }
            if (!epoch.isEmpty()) {
                return new Trace(now - (System.currentTimeMillis() - Long.parseLong(epoch)) * 1_000_000L);
            }
        } catch (NumberFormatException e) {
            // Whoever gave that does not get the start's time.
            return new Trace(now);
        }
        return new Trace(now);
    }

    /** From now on it will be printed. */
    synchronized void want() {
        wanted = true;
    }

    /** Ends a phase. */
    synchronized void mark(String phase) {
        phases.add(phase);
        ends.add(System.nanoTime());
    }

    synchronized void print(PrintStream stream) {
        if (!wanted || phases.isEmpty()) {
            return;
        }
        long total = Math.max(1, ends.get(ends.size() - 1) - started);
        StringBuilder text = new StringBuilder("trace:    at ms    took\n");
        long at = started;
        for (int i = 0; i < phases.size(); i++) {
            long end = ends.get(i);
            line(text, at, end, phases.get(i));
            int from = (int) ((at - started) * WIDTH / total);
            int to = Math.max(from + 1, (int) ((end - started) * WIDTH / total));
            text.append(" ".repeat(Math.max(1, NAME + 1 - phases.get(i).length())))
                    .append(" ".repeat(from))
                    .append("#".repeat(to - from))
                    .append('\n');
            at = end;
        }
        line(text, started, started + total, "total");
        stream.println(text);
    }

    private void line(StringBuilder text, long from, long to, String name) {
        text.append("trace: ");
        tenths(text, from - started, 8);
        tenths(text, to - from, 8);
        text.append("  ").append(name);
    }

    /** Milliseconds with one digit after the point. */
    private static void tenths(StringBuilder text, long nanos, int width) {
        long tenths = (nanos + 50_000) / 100_000;
        String digits = tenths / 10 + "." + tenths % 10;
        text.append(" ".repeat(Math.max(0, width - digits.length()))).append(digits);
    }
}
