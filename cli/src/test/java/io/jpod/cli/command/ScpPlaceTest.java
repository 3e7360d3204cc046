package io.jpod.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jpod.api.JpodException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScpPlaceTest {
    private static void assertRefused(String message, String... words) {
        assertEquals(
                message,
                assertThrows(JpodException.class, () -> ScpPlace.parse(List.of(words)))
                        .getMessage());
    }

    @Test
    void aPlaceIsTheCallerAUserOrAHost() {
        assertEquals(new ScpPlace("", "", "", "alpine:3"), ScpPlace.parse("alpine:3"));
        assertEquals(new ScpPlace("mary", "", "", "alpine"), ScpPlace.parse("mary@localhost::alpine"));
        assertEquals(new ScpPlace("", "example.org", "", ""), ScpPlace.parse("example.org::"));
        assertEquals(new ScpPlace("", "mary@example.org", "2222", ""), ScpPlace.parse("mary@example.org:2222::"));
        assertEquals(new ScpPlace("", "mary@[fd00::1]", "22", "a"), ScpPlace.parse("mary@[fd00::1]:22::a"));
    }

    @Test
    void theImageIsAtTheSource() {
        List<ScpPlace> places = ScpPlace.parse(List.of("example.org::", "alpine"));
        assertEquals("alpine", places.get(0).image());
        assertEquals("example.org", places.get(1).host());
    }

    @Test
    void contradictionsAreRefusedInPodmansWords() {
        assertRefused("must specify a destination: invalid argument", "alpine");
        assertRefused("no source image specified: invalid argument", "host::");
        assertRefused("cannot specify an image rename: invalid argument", "alpine", "host::other");
        assertRefused("a source image must be specified: invalid argument", "one::", "two::");
    }

    @Test
    void nothingIsTakenForAnOptionOfSsh() {
        assertRefused("invalid host name in \"-oProxyCommand=x::a\": invalid argument", "-oProxyCommand=x::a");
        assertRefused("invalid port in \"h:2x::a\": invalid argument", "h:2x::a");
        assertRefused("the socket in \"h:22/run/podman.sock::a\" cannot be used", "h:22/run/podman.sock::a");
    }
}
