package io.jpod.engine.inspect;

import io.jpod.support.host.LocalZone;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Times as Go's JSON writes them. */
final class Moments {
    static final String NEVER = "0001-01-01T00:00:00Z";

    private static final long NANOS = 1_000_000_000L;

    private Moments() {}

    /** RFC 3339 with no more digits than needed. */
    static String text(long nanos, LocalZone zone) {
        if (nanos == 0) {
            return NEVER;
        }
        Instant instant = Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
        OffsetDateTime time = zone.at(instant);
        // OffsetDateTime prints fractions in groups of three digits and leaves out zero seconds.
        StringBuilder out = new StringBuilder(36);
        String date = time.toLocalDate().toString();
        out.append(date).append('T');
        two(out, time.getHour()).append(':');
        two(out, time.getMinute()).append(':');
        two(out, time.getSecond());
        if (time.getNano() != 0) {
            String digits = Long.toString(NANOS + time.getNano()).substring(1);
            int end = 9;
            while (digits.charAt(end - 1) == '0') {
                end--;
            }
            out.append('.').append(digits, 0, end);
        }
        return out.append(time.getOffset().getId()).toString();
    }

    private static StringBuilder two(StringBuilder out, int value) {
        return out.append(value < 10 ? "0" : "").append(value);
    }
}
