package io.jpod.network.slirp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlirpOptionsTest {
    private static SlirpOptions parse(String text) {
        return SlirpOptions.parse(Map.of(), SlirpOptions.split(text));
    }

    @Test
    void defaultsArePodmans() {
        SlirpOptions options = parse("");
        assertFalse(options.hostLoopback());
        assertTrue(options.ipv6());
        assertFalse(options.ipv6Given());
        assertEquals(65520, options.mtu());
        assertEquals("", options.cidr());
        assertEquals("10.0.2.100", options.address(100));
    }

    @Test
    void everyOptionIsUnderstood() {
        SlirpOptions options = parse("allow_host_loopback=true,mtu=1500,cidr=10.8.0.0/16,enable_ipv6=True,"
                + "outbound_addr=lo,outbound_addr6=::1,port_handler=slirp4netns");
        assertTrue(options.hostLoopback());
        assertTrue(options.ipv6Given());
        assertEquals(1500, options.mtu());
        assertEquals("10.8.0.0/16", options.cidr());
        assertEquals("10.8.0.3", options.address(3));
        assertEquals("lo", options.outboundAddress());
        assertEquals("::1", options.outboundAddress6());
    }

    @Test
    void givenOptionsWinOverDefaults() {
        assertEquals(
                9000,
                SlirpOptions.parse(Map.of("mtu", "1500"), Map.of("mtu", "9000")).mtu());
        assertEquals(1500, SlirpOptions.parse(Map.of("mtu", "1500"), Map.of()).mtu());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foo=bar|unknown option for slirp4netns: \"foo=bar\"",
                "foo|unknown option for slirp4netns: \"foo\"",
                "mtu=abc|invalid mtu \"abc\"",
                "mtu=99999|invalid mtu \"99999\"",
                "mtu=0|invalid mtu \"0\"",
                "cidr=abc|invalid cidr \"abc\"",
                "cidr=|invalid cidr \"\"",
                "cidr=10.1.2.0/33|invalid cidr \"10.1.2.0/33\"",
                "cidr=10.1.2.3/24|invalid cidr \"10.1.2.3/24\"",
                "cidr=fd00::/64|invalid cidr \"fd00::/64\"",
                "enable_ipv6=maybe|invalid value of enable_ipv6 for slirp4netns: \"maybe\"",
                "allow_host_loopback=xx|invalid value of allow_host_loopback for slirp4netns: \"xx\"",
                "port_handler=zzz|unknown port_handler for slirp4netns: \"zzz\"",
                "outbound_addr=zz|invalid outbound_addr \"zz\"",
                "outbound_addr=::1|invalid outbound_addr \"::1\"",
                "outbound_addr=../net/lo|invalid outbound_addr \"../net/lo\"",
                "outbound_addr6=zz|invalid outbound_addr6: \"zz\"",
                "outbound_addr6=1.2.3.4|invalid outbound_addr6: \"1.2.3.4\"",
            })
    void wrongOptionsAreRefusedInPodmansWords(String text, String message) {
        JpodException e = assertThrows(JpodException.class, () -> parse(text));
        assertEquals(ErrorCode.USAGE, e.code());
        assertEquals(message, e.getMessage());
    }

    @Test
    void thePortHandlerIsOneOfPodmans() {
        assertEquals(SlirpOptions.PortHandler.MIXED, parse("").portHandler());
        assertEquals(
                SlirpOptions.PortHandler.SLIRP,
                parse("port_handler=slirp4netns").portHandler());
        assertEquals(
                SlirpOptions.PortHandler.RELAY,
                parse("port_handler=rootlesskit").portHandler());
    }
}
