package io.jpod.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PassedSocketsTest {
    private final RecordingLog log = new RecordingLog();

    private PassedSockets of(Map<String, String> environment, List<Integer> preserved, int open) {
        return PassedSockets.of(environment, preserved, log, descriptor -> descriptor < 3 + open);
    }

    @Test
    void socketsArePassedAndDescribed() {
        PassedSockets sockets =
                of(Map.of("LISTEN_FDS", "2", "LISTEN_FDNAMES", "a:b", "LISTEN_PID", "77"), List.of(), 2);
        assertEquals(List.of(3, 4), sockets.with(List.of()));
        assertEquals(Map.of("LISTEN_FDS", "2", "LISTEN_PID", "1", "LISTEN_FDNAMES", "a:b"), sockets.variables());
    }

    @Test
    void withoutAnyNothingIsSaid() {
        assertEquals(Map.of(), of(Map.of(), List.of(), 9).variables());
        assertEquals(Map.of(), of(Map.of("LISTEN_FDS", "x"), List.of(), 9).variables());
    }

    @Test
    void aVariableThatWasLeftBehindPassesNothing() {
        PassedSockets sockets = of(Map.of("LISTEN_FDS", "2"), List.of(), 1);
        assertEquals(List.of(), sockets.with(List.of()));
        assertEquals(Map.of(), sockets.variables());
    }

    @Test
    void whatTheUserNamedGoesFirst() {
        PassedSockets sockets = of(Map.of("LISTEN_FDS", "1"), List.of(3, 4, 5), 3);
        assertEquals(List.of(3, 4, 5), sockets.with(List.of(3, 4, 5)));
        assertEquals(Map.of(), sockets.variables());
        assertEquals(List.of("Ignoring LISTEN_FDS to preserve custom user-specified FDs"), log.warnings);
    }
}
