package io.jpod.engine.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jpod.api.JpodException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DetachKeysTest {
    private final byte[] out = new byte[64];

    @Test
    void readsPodmansNotation() {
        assertArrayEquals(new byte[] {16, 17}, DetachKeys.parse("ctrl-p,ctrl-q"));
        assertArrayEquals(new byte[] {'a', 0, 31}, DetachKeys.parse("a,ctrl-@,ctrl-_"));
        assertArrayEquals(new byte[0], DetachKeys.parse(""));
        assertThrows(JpodException.class, () -> DetachKeys.parse("ctrl-"));
        assertThrows(JpodException.class, () -> DetachKeys.parse("ab"));
    }

    @Test
    void findsTheSequenceAcrossPieces() {
        DetachKeys keys = new DetachKeys(new byte[] {16, 17});
        assertEquals("x", pass(keys, "x\u0010"));
        assertEquals(~0, keys.filter(new byte[] {17}, 1, out));
    }

    @Test
    void passesOnWhatOnlyLookedLikeTheBeginning() {
        DetachKeys keys = new DetachKeys(new byte[] {16, 17});
        assertEquals("", pass(keys, "\u0010"));
        assertEquals("\u0010a", pass(keys, "a"));
        assertEquals("\u0010", pass(keys, "\u0010\u0010"));
        assertEquals("\u0010b", pass(keys, "b"));
    }

    @Test
    void whatStandsBeforeTheSequenceIsPassedOn() {
        DetachKeys keys = new DetachKeys(new byte[] {16, 17});
        assertEquals(~2, keys.filter(new byte[] {'a', 'b', 16, 17, 'c'}, 5, out));
    }

    @Test
    void withoutKeysEverythingIsPassedOn() {
        assertEquals("\u0010\u0011", pass(new DetachKeys(new byte[0]), "\u0010\u0011"));
    }

    private String pass(DetachKeys keys, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return new String(out, 0, keys.filter(bytes, bytes.length, out), StandardCharsets.ISO_8859_1);
    }
}
