package io.jpod.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.network.PortMapping;
import io.jpod.engine.request.PortRequest;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixLoader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortAllocatorTest {
    private final Posix posix = PosixLoader.load(mock(Log.class));
    private final PortAllocator allocator = new PortAllocator(posix);

    private static PortRequest port(String ip, int host, int container, int range, String protocol) {
        return PortRequest.builder()
                .hostIp(ip)
                .hostPort(host)
                .containerPort(container)
                .range(range)
                .protocol(protocol)
                .build();
    }

    @Test
    void decidedPortsStayAndRepetitionsGo() {
        List<PortRequest> decided = allocator.decide(
                List.of(
                        port("", 8080, 80, 1, "tcp"),
                        port("", 8080, 80, 1, "tcp"),
                        port("", 8080, 80, 1, "udp"),
                        port("127.0.0.1", 8080, 80, 1, "tcp")),
                List.of("90/tcp"),
                false);
        assertEquals(3, decided.size());
        PortMapping mapping = PortAllocator.toMappings(decided).get(0);
        assertEquals(new PortMapping("", 8080, 80, 1, "tcp"), mapping);
    }

    @Test
    void conflictingMappingsAreRefused() {
        List<PortRequest> wanted = List.of(port("", 8080, 81, 3, "tcp"), port("", 8081, 90, 1, "tcp"));
        JpodException e = assertThrows(JpodException.class, () -> allocator.decide(wanted, List.of(), false));
        assertEquals(ErrorCode.USAGE, e.code());
        assertEquals("conflicting port mappings for host port 8081 (protocol tcp)", e.getMessage());
    }

    @Test
    void randomPortsAreFreeAndDifferent() throws Exception {
        List<PortRequest> wanted = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            wanted.add(port("127.0.0.1", 0, 80 + i, 1, i % 2 == 0 ? "tcp" : "udp"));
        }
        Set<String> seen = new HashSet<>();
        for (PortRequest port : allocator.decide(wanted, List.of(), false)) {
            assertNotEquals(0, port.hostPort());
            assertTrue(seen.add(port.protocol() + port.hostPort()));
            posix.close(posix.bindPort(
                    new byte[] {127, 0, 0, 1}, port.hostPort(), port.protocol().equals("udp")));
        }
    }

    @Test
    void randomRangesAreConsecutive() throws Exception {
        PortRequest range = allocator
                .decide(List.of(port("", 0, 80, 4, "tcp")), List.of(), false)
                .get(0);
        assertEquals(4, range.range());
        for (int i = 0; i < 4; i++) {
            posix.close(posix.bindPort(new byte[4], range.hostPort() + i, false));
        }
    }

    @Test
    void exposedPortsArePublishedUnlessTheyAreAlready() {
        List<PortRequest> decided = allocator.decide(
                List.of(port("127.0.0.1", 0, 80, 3, "tcp")), List.of("81/tcp", "81/udp", "90-91", "99/udp"), true);
        List<String> texts = new ArrayList<>();
        for (PortRequest port : decided) {
            texts.add(port.hostIp() + ":" + port.containerPort() + "/" + port.protocol() + " " + port.range());
        }
        assertEquals(List.of("127.0.0.1:80/tcp 3", ":81/udp 1", ":90/tcp 1", ":91/tcp 1", ":99/udp 1"), texts);
        assertThrows(JpodException.class, () -> allocator.decide(List.of(), List.of("x/tcp"), true));
    }

    @Test
    void anAddressThatIsNotHereIsToldWithTheReason() {
        List<PortRequest> wanted = List.of(port("192.0.2.1", 0, 80, 1, "tcp"));
        JpodException e = assertThrows(JpodException.class, () -> allocator.decide(wanted, List.of(), false));
        assertEquals(
                "failed to find an open port to expose container port 80 with range 1 on the host", e.getMessage());
        assertEquals("bind 0: cannot assign requested address", e.getCause().getMessage());
    }
}
