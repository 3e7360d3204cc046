package io.jpod.image.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import org.junit.jupiter.api.Test;

class PlatformTest {
    private static Platform parse(String text) {
        return Platform.parse(text, "amd64");
    }

    @Test
    void fillsWhatIsMissingFromTheHost() {
        assertEquals("linux/amd64", parse("").toString());
        assertEquals("windows/amd64", parse("windows").toString());
        assertEquals("linux/arm64/v8", parse("linux/aarch64/v8").toString());
        assertThrows(JpodException.class, () -> parse("a/b/c/d"));
    }

    @Test
    void prefersTheVariantThatServesBest() {
        Platform wanted = parse("linux/arm/v7");
        assertTrue(wanted.match(parse("linux/arm/v7")) > wanted.match(parse("linux/arm/v6")));
        assertTrue(wanted.match(parse("linux/arm/v6")) > wanted.match(parse("linux/arm/v5")));
        assertEquals(0, wanted.match(parse("linux/arm/v8")));
        assertEquals(0, wanted.match(parse("linux/arm64")));
        assertEquals(0, wanted.match(parse("windows/arm/v7")));
        assertTrue(parse("linux/arm64").match(parse("linux/arm64/v8")) > 0);
        assertTrue(parse("linux/amd64").match(parse("linux/amd64"))
                > parse("linux/amd64").match(parse("linux/amd64/v3")));
    }
}
