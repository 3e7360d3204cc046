package io.jpod.engine.logs;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** One record of a log. Parsing a file gives null for a line that is not a record, such as the torn last line of a crash. */
final class LogRecord {
    private static final int[] DAYS_BEFORE_MONTH = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};

    private final Instant time;
    private final boolean stderr;
    private final boolean partial;
    private final byte[] text;

    LogRecord(Instant time, boolean stderr, boolean partial, byte[] text) {
        this.time = time;
        this.stderr = stderr;
        this.partial = partial;
        this.text = text;
    }

    Instant time() {
        return time;
    }

    boolean stderr() {
        return stderr;
    }

    boolean partial() {
        return partial;
    }

    /** The text without its line end. */
    byte[] text() {
        return text;
    }

    static LogRecord parse(byte[] buffer, int start, int end) {
        int afterTime = blank(buffer, start, end);
        int afterStream = blank(buffer, afterTime + 1, end);
        int afterTag = blank(buffer, afterStream + 1, end);
        if (afterTime < 0 || afterStream < 0 || afterTag < 0) {
            return null;
        }
        Instant time = time(new String(buffer, start, afterTime - start, StandardCharsets.ISO_8859_1));
        if (time == null) {
            return null;
        }
        boolean stderr = afterStream - afterTime == 7 && buffer[afterTime + 4] == 'e';
        boolean partial = buffer[afterStream + 1] == 'P';
        byte[] text = new byte[end - afterTag - 1];
        System.arraycopy(buffer, afterTag + 1, text, 0, text.length);
        return new LogRecord(time, stderr, partial, text);
    }

    /** Tells without parsing the rest whether the record ends a line. */
    static boolean endsLine(byte[] buffer, int start, int end) {
        int afterTime = blank(buffer, start, end);
        int afterStream = blank(buffer, afterTime + 1, end);
        return afterTime >= 0 && afterStream >= 0 && afterStream + 1 < end && buffer[afterStream + 1] == 'F';
    }

    private static int blank(byte[] buffer, int from, int end) {
        if (from < 0) {
            return -1;
        }
        for (int i = from; i < end; i++) {
            if (buffer[i] == ' ') {
                return i;
            }
        }
        return -1;
    }

    /** RFC 3339 by hand: the formatter of java.time costs several milliseconds at its first use. */
    private static Instant time(String text) {
        if (text.length() < 20 || text.charAt(4) != '-' || text.charAt(10) != 'T') {
            return null;
        }
        try {
            long year = number(text, 0, 4);
            int month = number(text, 5, 7);
            if (month < 1 || month > 12) {
                return null;
            }
            long day = days(year, month, number(text, 8, 10));
            long seconds =
                    day * 86400 + number(text, 11, 13) * 3600L + number(text, 14, 16) * 60L + number(text, 17, 19);
            int at = 19;
            long nanos = 0;
            if (text.charAt(at) == '.') {
                long unit = 100_000_000;
                for (at++; at < text.length() && Character.isDigit(text.charAt(at)); at++) {
                    nanos += unit * (text.charAt(at) - '0');
                    unit /= 10;
                }
            }
            return Instant.ofEpochSecond(seconds - offset(text, at), nanos);
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            return null;
        }
    }

    private static long offset(String text, int at) {
        char sign = text.charAt(at);
        if (sign == 'Z') {
            return 0;
        }
        long offset = number(text, at + 1, at + 3) * 3600L + number(text, at + 4, at + 6) * 60L;
        return sign == '-' ? -offset : offset;
    }

    private static int number(String text, int start, int end) {
        return Integer.parseInt(text, start, end, 10);
    }

    private static long days(long year, int month, int day) {
        long before = year - 1;
        long leaps = before / 4 - before / 100 + before / 400;
        boolean leapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        long days = before * 365 + leaps + DAYS_BEFORE_MONTH[month - 1] + (month > 2 && leapYear ? 1 : 0) + day - 1;
        return days - 719162;
    }
}
