package io.jpod.cli.format;

import io.jpod.support.host.LocalZone;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Times for people. */
public final class Times {
    private static final long NANOS = 1_000_000_000L;

    private Times() {}

    /** A span in words: {@code Less than a second}, {@code 5 minutes}, {@code About an hour}. */
    public static String span(long seconds) {
        if (seconds < 1) {
            return "Less than a second";
        }
        if (seconds == 1) {
            return "1 second";
        }
        if (seconds < 60) {
            return seconds + " seconds";
        }
        long minutes = seconds / 60;
        if (minutes == 1) {
            return "About a minute";
        }
        if (minutes < 60) {
            return minutes + " minutes";
        }
        long hours = (seconds + 1800) / 3600;
        if (hours == 1) {
            return "About an hour";
        }
        if (hours < 48) {
            return hours + " hours";
        }
        if (hours < 24 * 7 * 2) {
            return hours / 24 + " days";
        }
        if (hours < 24 * 30 * 2) {
            return hours / 24 / 7 + " weeks";
        }
        if (hours < 24 * 365 * 2) {
            return hours / 24 / 30 + " months";
        }
        return seconds / 3600 / 24 / 365 + " years";
    }

    /** {@code 5 minutes ago}. */
    public static String ago(long nanos, Instant now) {
        return span(secondsSince(nanos, now)) + " ago";
    }

    /** Whole seconds between a time in nanoseconds since the epoch and now. */
    public static long secondsSince(long nanos, Instant now) {
        return Math.floorDiv(now.getEpochSecond() * NANOS + now.getNano() - nanos, NANOS);
    }

    /** As Go prints a time: {@code 2026-11-23 22:26:11.5 +0000 UTC}. */
    public static String go(long nanos, LocalZone zone) {
        OffsetDateTime time = at(nanos, zone);
        StringBuilder out = new StringBuilder(40);
        date(out, time).append(' ');
        clock(out, time);
        fraction(out, time.getNano());
        out.append(' ');
        offset(out, time, false);
        return out.append(' ').append(zone.name(Math.floorDiv(nanos, NANOS))).toString();
    }

    /** RFC 3339 with as many digits as needed: {@code 2026-11-23T22:26:11.5Z}. */
    public static String rfc3339(long nanos, LocalZone zone) {
        OffsetDateTime time = at(nanos, zone);
        StringBuilder out = new StringBuilder(40);
        date(out, time).append('T');
        clock(out, time);
        fraction(out, time.getNano());
        offset(out, time, true);
        return out.toString();
    }

    /** RFC 3339 with nine digits, as log lines have it. */
    public static String nanos(Instant instant, LocalZone zone) {
        OffsetDateTime time = zone.at(instant);
        StringBuilder out = new StringBuilder(40);
        date(out, time).append('T');
        clock(out, time);
        out.append('.');
        out.append(Long.toString(NANOS + time.getNano()), 1, 10);
        offset(out, time, true);
        return out.toString();
    }

    private static OffsetDateTime at(long nanos, LocalZone zone) {
        return zone.at(Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS)));
    }

    private static StringBuilder date(StringBuilder out, OffsetDateTime time) {
        String year = Integer.toString(time.getYear());
        out.append("0000".substring(Math.min(4, year.length()))).append(year).append('-');
        two(out, time.getMonthValue()).append('-');
        return two(out, time.getDayOfMonth());
    }

    private static void clock(StringBuilder out, OffsetDateTime time) {
        two(out, time.getHour()).append(':');
        two(out, time.getMinute()).append(':');
        two(out, time.getSecond());
    }

    private static void fraction(StringBuilder out, int nanos) {
        if (nanos != 0) {
            String digits = Long.toString(NANOS + nanos).substring(1);
            int end = 9;
            while (digits.charAt(end - 1) == '0') {
                end--;
            }
            out.append('.').append(digits, 0, end);
        }
    }

    private static void offset(StringBuilder out, OffsetDateTime time, boolean iso) {
        int seconds = time.getOffset().getTotalSeconds();
        if (iso && seconds == 0) {
            out.append('Z');
            return;
        }
        out.append(seconds < 0 ? '-' : '+');
        int minutes = Math.abs(seconds) / 60;
        two(out, minutes / 60);
        if (iso) {
            out.append(':');
        }
        two(out, minutes % 60);
    }

    private static StringBuilder two(StringBuilder out, int value) {
        if (value < 10) {
            out.append('0');
        }
        return out.append(value);
    }
}
