package io.jpod.support.host;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.TimeZone;

/** What a moment is called where the user lives. The JDK's own time zones cost a command 20 ms; see {@link HostClock}. */
public interface LocalZone {
    /** Seconds east of Greenwich at that moment. */
    int offset(long epochSecond);

    /** The zone's short name at that moment: {@code CET}, {@code -04}. */
    String name(long epochSecond);

    /** The date and the time there. */
    default OffsetDateTime at(Instant moment) {
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(offset(moment.getEpochSecond()));
        LocalDateTime local = LocalDateTime.ofEpochSecond(moment.getEpochSecond(), moment.getNano(), offset);
        return OffsetDateTime.of(local, offset);
    }

    /** The zone of a clock: its own knowledge when it has some, else its {@link Clock#getZone} by the JDK's rules. */
    static LocalZone of(Clock clock) {
        return clock instanceof LocalZone zone ? zone : of(clock.getZone());
    }

    /** A zone by the JDK's rules. */
    static LocalZone of(ZoneId zone) {
        return new LocalZone() {
            @Override
            public int offset(long epochSecond) {
                return zone.getRules()
                        .getOffset(Instant.ofEpochSecond(epochSecond))
                        .getTotalSeconds();
            }

            @Override
            public String name(long epochSecond) {
                if (zone.getId().equals("Z")) {
                    return "UTC";
                }
                boolean summer = zone.getRules().isDaylightSavings(Instant.ofEpochSecond(epochSecond));
                return TimeZone.getTimeZone(zone).getDisplayName(summer, TimeZone.SHORT, Locale.ROOT);
            }
        };
    }
}
