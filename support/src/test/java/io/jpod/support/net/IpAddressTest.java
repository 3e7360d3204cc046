package io.jpod.support.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "127.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "1::",
                "fe80::1:2",
                "1:2:3:4:5:6:7:8",
                "1::8",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "64:ff9b::192.0.2.33",
                "2001:DB8::a"
            })
    void readsWhatTheJdkReads(String text) throws Exception {
        assertArrayEquals(
                InetAddress.getByName(text).getAddress(),
                IpAddress.parse(text).orElseThrow().bytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4 ",
                "a.b.c.d",
                "1..2.3",
                ":",
                ":::",
                "1:2",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "g::1",
                "12345::",
                "1:2:3:4:5:6:7:8::",
                "::1%lo",
                "1:",
                ":1",
                "::1.2.3",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1:2:3:4:5:6:7:8:",
                "localhost"
            })
    void refusesTheRest(String text) {
        assertTrue(IpAddress.parse(text).isEmpty());
    }

    @Test
    void printsAndCounts() {
        IpAddress address = IpAddress.parse("10.0.2.0").orElseThrow();
        assertEquals("10.0.2.100", IpAddress.ofInt(address.toInt() + 100).toString());
        assertEquals(
                "1:0:0:0:0:0:0:abc", IpAddress.parse("1::abc").orElseThrow().toString());
        assertTrue(IpAddress.parse("::").orElseThrow().isAny());
        assertEquals(address, IpAddress.ofInt(0x0a000200));
    }
}
