package io.jpod.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.support.posix.FrameSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GreetingTest {
    private static ByteBuffer body(int words, int variables, byte[]... texts) {
        ByteBuffer body = FrameSocket.body(1000).putInt(words).putInt(variables);
        for (byte[] text : texts) {
            body.put(text).put((byte) 0);
        }
        return body.flip();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void wordsAndVariablesAreToldApart() {
        ByteBuffer body = body(2, 2, text("ns"), text("/d"), text("ps"), text("ü"), text("A=1=2"), text("A=3"));
        Greeting read = Greeting.read(7, body).orElseThrow();
        assertEquals(new Greeting(7, "ns", Path.of("/d"), List.of("ps", "ü"), Map.of("A", "1=2")), read);
    }

    @Test
    void whatDoesNotAddUpIsRefused() {
        assertTrue(
                Greeting.read(7, body(3, 0, text("ns"), text("/d"), text("ps"))).isEmpty(), "too few words");
        assertTrue(Greeting.read(7, body(-1, 0, text("ns"), text("/d"))).isEmpty(), "negative");
        assertTrue(Greeting.read(7, body(0, 0, text("ns"), text("d"))).isEmpty(), "relative directory");
        assertTrue(Greeting.read(7, FrameSocket.body(3)).isEmpty(), "short");
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        assertTrue(Greeting.read(7, body(1, 0, text("ns"), text("/d"), new byte[] {'a', (byte) 0xff}))
                .isEmpty());
        assertEquals(
                "😀",
                Greeting.read(7, body(1, 0, text("ns"), text("/d"), text("😀")))
                        .orElseThrow()
                        .words()
                        .get(0));
    }
}
