package io.jpod.support.log;

import io.jpod.api.Log;
import io.jpod.support.host.LocalZone;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * Writes {@code time="2026-11-01T10:00:00+01:00" level=warning msg="…"} per message, or to a terminal {@code WARN[0000] …}.
 * Immutable; each line is one write.
 */
public final class StreamLog implements Log {
    private final PrintStream out;
    private final LogLevel level;
    private final Clock clock;
    private final boolean terminal;
    private final Instant start;
    private final Optional<Syslog> syslog;

    /**
     * A log.
     *
     * @param level what is less important is not written
     * @param clock its zone is the one that times are told in
     * @param terminal true when {@code out} is read by a person at a terminal
     */
    public StreamLog(OutputStream out, LogLevel level, Clock clock, boolean terminal) {
        this(out, level, clock, terminal, Optional.empty());
    }

    /** One whose messages also go to the system's log, if there is any. */
    public StreamLog(OutputStream out, LogLevel level, Clock clock, boolean terminal, Optional<Syslog> syslog) {
        this.out = out instanceof PrintStream stream ? stream : new PrintStream(out, true, StandardCharsets.UTF_8);
        this.level = level;
        this.clock = clock;
        this.terminal = terminal;
        this.start = clock.instant();
        this.syslog = syslog;
    }

    @Override
    public void debug(String message) {
        write(LogLevel.DEBUG, "debug", "\u001b[37mDEBU", message);
    }

    @Override
    public boolean isDebug() {
        return level.compareTo(LogLevel.DEBUG) <= 0;
    }

    /** Something normal that is worth a line. */
    public void info(String message) {
        write(LogLevel.INFO, "info", "\u001b[36mINFO", message);
    }

    @Override
    public void warn(String message) {
        write(LogLevel.WARN, "warning", "\u001b[33mWARN", message);
    }

    @Override
    public void error(String message) {
        write(LogLevel.ERROR, "error", "\u001b[31mERRO", message);
    }

    private void write(LogLevel importance, String word, String mark, String message) {
        if (importance.compareTo(level) < 0) {
            return;
        }
        Instant now = clock.instant();
        if (syslog.isPresent()
                && !syslog.get().write(importance, formal(now, word, message).toString())) {
            print(formal(now, "error", "Failed to send a message to syslog"));
        }
        if (terminal) {
            StringBuilder line = new StringBuilder(message.length() + 64);
            line.append(mark).append("\u001b[0m[");
            padded(line, (int) (now.getEpochSecond() - start.getEpochSecond()), 4);
            print(line.append("] ").append(message));
        } else {
            print(formal(now, word, message));
        }
    }

    private StringBuilder formal(Instant now, String word, String message) {
        StringBuilder line = new StringBuilder(message.length() + 64);
        line.append("time=\"");
        time(line, now);
        line.append("\" level=").append(word).append(" msg=");
        quoted(line, message);
        return line;
    }

    private void print(StringBuilder line) {
        byte[] bytes = line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    /** RFC 3339, seconds, local time with its offset. */
    private void time(StringBuilder line, Instant now) {
        OffsetDateTime local = LocalZone.of(clock).at(now);
        padded(line, local.getYear(), 4);
        padded(line.append('-'), local.getMonthValue(), 2);
        padded(line.append('-'), local.getDayOfMonth(), 2);
        padded(line.append('T'), local.getHour(), 2);
        padded(line.append(':'), local.getMinute(), 2);
        padded(line.append(':'), local.getSecond(), 2);
        int minutes = local.getOffset().getTotalSeconds() / 60;
        if (minutes == 0) {
            line.append('Z');
        } else {
            padded(line.append(minutes < 0 ? '-' : '+'), Math.abs(minutes) / 60, 2);
            padded(line.append(':'), Math.abs(minutes) % 60, 2);
        }
    }

    private static void padded(StringBuilder line, int number, int width) {
        String digits = Integer.toString(number);
        for (int i = digits.length(); i < width; i++) {
            line.append('0');
        }
        line.append(digits);
    }

    /** As logrus: a word of harmless characters stands as it is, anything else is quoted as Go's {@code %q} does. */
    private static void quoted(StringBuilder line, String text) {
        boolean plain = true;
        for (int i = 0; i < text.length() && plain; i++) {
            char c = text.charAt(i);
            plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._/@^+".indexOf(c) >= 0;
        }
        if (plain && !text.isEmpty()) {
            line.append(text);
            return;
        }
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> line.append('\\').append(c);
                case '\n' -> line.append("\\n");
                case '\t' -> line.append("\\t");
                case '\r' -> line.append("\\r");
                default -> {
                    if (c < 0x20 || c == 0x7f) {
                        line.append("\\x")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
        line.append('"');
    }
}
