package io.jpod.cli.command;

import io.jpod.cli.Console;
import io.jpod.engine.Images;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** One line per blob, drawn again in place as it grows. Whoever reports progress draws, at most ten times a second. Thread-safe. */
final class ProgressBars {
    private static final long PAUSE_NANOS = 100_000_000;
    private static final int DEFAULT_ROWS = 24;
    private static final int DEFAULT_COLUMNS = 80;
    private static final int MAX_BAR = 40;
    private static final int MIN_BAR = 8;

    private final Console out;
    private final Posix posix;
    private final int terminal;
    private final LongSupplier nanos;
    private final List<Bar> bars = new ArrayList<>(); // guarded by this
    private int drawn; // lines of bars on the screen, above the cursor; guarded by this
    private long last; // guarded by this

    /** @param terminal the descriptor behind {@code out} */
    ProgressBars(Console out, Posix posix, int terminal, LongSupplier nanos) {
        this.out = out;
        this.posix = posix;
        this.terminal = terminal;
        this.nanos = nanos;
        this.last = nanos.getAsLong() - PAUSE_NANOS;
    }

    synchronized Images.Meter begin(String title, long size) {
        for (Bar bar : bars) {
            if (bar.title.equals(title)) {
                // Another attempt: what was drawn stays above.
                bars.clear();
                drawn = 0;
                break;
            }
        }
        Bar bar = new Bar(title, size);
        bars.add(bar);
        draw();
        return bar;
    }

    /** A line of text above the bars that are still going on. */
    synchronized void message(String line) {
        boolean going = false;
        for (Bar bar : bars) {
            going |= bar.result.isEmpty();
        }
        if (going) {
            erase();
            out.println(line);
        } else {
            draw();
            bars.clear();
            drawn = 0;
            out.println(line);
        }
        draw();
    }

    private void erase() {
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A\r\u001b[J");
        }
        drawn = 0;
    }

    private void draw() {
        int[] size = size();
        erase();
        int first = Math.max(0, bars.size() - (size[0] - 1));
        for (int i = first; i < bars.size(); i++) {
            out.println(bars.get(i).text(size[1] - 1));
            drawn++;
        }
        out.flush();
        last = nanos.getAsLong();
    }

    private int[] size() {
        try {
            int[] size = posix.windowSize(terminal);
            if (size[0] > 1 && size[1] > 1) {
                return size;
            }
        } catch (PosixException e) {
            // A terminal that does not know its size.
        }
        return new int[] {DEFAULT_ROWS, DEFAULT_COLUMNS};
    }

    private synchronized void changed(boolean important) {
        if (important || nanos.getAsLong() - last >= PAUSE_NANOS) {
            draw();
        }
    }

    private final class Bar implements Images.Meter {
        private final String title;
        private final long size;
        private volatile long bytes;
        private volatile String result = "";

        Bar(String title, long size) {
            this.title = title;
            this.size = size;
        }

        @Override
        public void at(long now) {
            bytes = now;
            changed(false);
        }

        @Override
        public void done(String how) {
            result = how;
            changed(true);
        }

        String text(int columns) {
            String text = result.isEmpty() ? growing(columns) : title + " " + result;
            return text.length() > columns ? text.substring(0, columns) : text;
        }

        private String growing(int columns) {
            String numbers = amount(bytes) + " / " + amount(size);
            int width = Math.min(MAX_BAR, columns - title.length() - numbers.length() - 4);
            if (width < MIN_BAR) {
                return title + " " + numbers;
            }
            int full = size <= 0 ? 0 : (int) Math.min(width, bytes * width / size);
            String head = full > 0 && full < width ? "=".repeat(full - 1) + ">" : "=".repeat(full);
            return title + " [" + head + "-".repeat(width - full) + "] " + numbers;
        }
    }

    private static String amount(long bytes) {
        String[] units = {"b", "KiB", "MiB", "GiB", "TiB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f%s", value, units[unit]);
    }
}
