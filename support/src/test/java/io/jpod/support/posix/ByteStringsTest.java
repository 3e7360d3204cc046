package io.jpod.support.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteStringsTest {
    @Test
    void anyBytesSurvive() throws Exception {
        Random random = new Random(4711);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (1 + random.nextInt(255));
            }
            byte[] back = ByteStrings.encode(ByteStrings.decode(bytes, 0, bytes.length), "test");
            assertArrayEquals(Arrays.copyOf(bytes, bytes.length + 1), back);
        }
    }

    @Test
    void wellFormedTextIsReadAsTheJdkReadsIt() throws Exception {
        Random random = new Random(42);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(6); i >= 0; i--) {
                int point = 1 + random.nextInt(random.nextBoolean() ? 0x800 : 0x10ffff);
                text.appendCodePoint(point >= 0xd800 && point <= 0xdfff ? 'x' : point);
            }
            byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
            assertEquals(text.toString(), ByteStrings.decode(utf8, 0, utf8.length));
            assertArrayEquals(Arrays.copyOf(utf8, utf8.length + 1), ByteStrings.encode(text.toString(), "test"));
        }
    }

    @Test
    void stringsInARowAreTakenApart() throws Exception {
        String[] texts = {"", "a", "b\udc99"};
        assertArrayEquals(texts, ByteStrings.split(ByteStrings.encodeAll(texts, "test")));
    }
}
