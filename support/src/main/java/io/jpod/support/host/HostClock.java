package io.jpod.support.host;

import io.jpod.support.posix.Posix;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Supplier;

/**
 * The machine's time. As a {@link LocalZone} it asks the C library, which reads one small file; {@link #getZone} makes the JDK load
 * all zones and look for more in every jar, and is for what turns a local time into a moment.
 */
public final class HostClock extends Clock implements LocalZone {
    private final Clock time = Clock.systemUTC();
    private final Supplier<Posix> posix;

    /** @param posix asked for when a local time is */
    public HostClock(Supplier<Posix> posix) {
        this.posix = posix;
    }

    @Override
    public int offset(long epochSecond) {
        return posix.get().localOffset(epochSecond);
    }

    @Override
    public String name(long epochSecond) {
        return posix.get().localZoneName(epochSecond);
    }

    @Override
    public ZoneId getZone() {
        return ZoneId.systemDefault();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return time.withZone(zone);
    }

    @Override
    public Instant instant() {
        return time.instant();
    }

    @Override
    public long millis() {
        return time.millis();
    }
}
