package io.jpod.support.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CallerEnvironmentTest {
    @Test
    void localeOfTheCallerComesBack() {
        assertEquals(
                Map.of("LC_ALL", "POSIX", "A", "b"),
                CallerEnvironment.restored(Map.of("LC_ALL", "C.UTF-8", "_JPOD_LC_ALL", "POSIX", "A", "b")));
    }

    @Test
    void variableThatTheCallerDidNotHaveGoesAgain() {
        assertEquals(
                Map.of("A", "b"),
                CallerEnvironment.restored(Map.of("LC_ALL", "C.UTF-8", "_JPOD_LC_ALL", "", "A", "b")));
    }

    @Test
    void untouchedEnvironmentStaysAsItIs() {
        assertEquals(Map.of("LC_ALL", "de_DE.UTF-8"), CallerEnvironment.restored(Map.of("LC_ALL", "de_DE.UTF-8")));
    }
}
