package io.jpod.cli.create;

import io.jpod.api.JpodException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;

/** Points in time as {@code --since}, {@code --until} and filters take them: RFC 3339, dates, Unix seconds, Go durations before now. */
public final class TimePoint {
    private TimePoint() {}

    /** Nanoseconds since the epoch. */
    public static long nanos(String text, Clock clock) {
        Instant instant = parse(text, clock);
        if (instant == null) {
            throw JpodException.usage("failed to parse value as time or duration: " + GoText.quote(text));
        }
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    /** As {@link #parse}, with a duration that lies ahead, as {@code logs --until} means it. */
    public static Instant parseAhead(String text, Clock clock) {
        Instant point = parse(text, clock);
        boolean duration = point != null && unix(text) == null && !(text.length() >= 10 && text.charAt(4) == '-');
        return duration ? clock.instant().plusNanos(GoDuration.nanos(text)) : point;
    }

    /** The point, or null when the text is none. */
    public static Instant parse(String text, Clock clock) {
        if (text.isEmpty()) {
            return null;
        }
        Instant unix = unix(text);
        if (unix != null) {
            return unix;
        }
        if (text.length() >= 10 && text.charAt(4) == '-') {
            return calendar(text, clock);
        }
        try {
            return clock.instant().minusNanos(GoDuration.nanos(text));
        } catch (JpodException e) {
            return null;
        }
    }

    private static Instant unix(String text) {
        int dot = text.indexOf('.');
        String seconds = dot < 0 ? text : text.substring(0, dot);
        String fraction = dot < 0 ? "" : text.substring(dot + 1);
        if (!isDigits(seconds) || dot >= 0 && !isDigits(fraction) || seconds.length() > 11 || fraction.length() > 9) {
            return null;
        }
        long nanos = Long.parseLong((fraction + "000000000").substring(0, 9));
        return Instant.ofEpochSecond(Long.parseLong(seconds), nanos);
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static Instant calendar(String text, Clock clock) {
        String iso = text.replace(' ', 'T');
        try {
            if (iso.length() == 10) {
                return LocalDate.parse(iso).atStartOfDay(clock.getZone()).toInstant();
            }
            int time = iso.indexOf('T');
            boolean zoned = iso.endsWith("Z") || iso.indexOf('+', time) > 0 || iso.indexOf('-', time) > 0;
            return zoned
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).atZone(clock.getZone()).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
