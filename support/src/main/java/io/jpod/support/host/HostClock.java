package io.jpod.support.host;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** The machine's time. Its zone is found when it is asked for: the zone data costs 10 ms, and few commands print local times. */
public final class HostClock extends Clock {
    private final Clock time = Clock.systemUTC();

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
