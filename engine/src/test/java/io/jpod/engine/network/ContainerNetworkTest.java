package io.jpod.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.jpod.api.ContainerId;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.network.NetworkAttachment;
import io.jpod.api.network.NetworkPlan;
import io.jpod.api.network.NetworkRequest;
import io.jpod.engine.Providers;
import io.jpod.engine.request.NamespaceMode;
import io.jpod.support.posix.PosixLoader;
import io.jpod.testkit.network.FakeNetwork;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContainerNetworkTest {
    private final Providers providers = mock(Providers.class);
    private final FakeNetwork fake = new FakeNetwork();
    private final ContainerNetwork network = new ContainerNetwork(providers, PosixLoader.load(mock(Log.class)));

    @BeforeEach
    void provide() {
        when(providers.networkId()).thenReturn("fake");
        when(providers.network("fake")).thenReturn(Optional.of(fake));
    }

    private static NamespaceMode mode(String kind, String value) {
        return NamespaceMode.builder().kind(kind).value(value).build();
    }

    private String resolve(String kind, String value) {
        NamespaceMode resolved = network.resolve(mode(kind, value));
        return resolved.value().isEmpty() ? resolved.kind() : resolved.kind() + ":" + resolved.value();
    }

    private String failure(ErrorCode code, String kind, String value) {
        JpodException e = assertThrows(JpodException.class, () -> resolve(kind, value));
        assertEquals(code, e.code());
        return e.getMessage();
    }

    @Test
    void modesAreResolved() {
        assertEquals("fake", resolve("", ""));
        assertEquals("fake", resolve("default", ""));
        assertEquals("fake:address=192.0.2.9", resolve("private", "address=192.0.2.9"));
        assertEquals("fake", resolve("fake", ""));
        assertEquals("none", resolve("none", ""));
        assertEquals("host", resolve("host", ""));
        assertEquals("container:x", resolve("container", "x"));
        assertEquals("ns:/proc/self/ns/net", resolve("ns", "/proc/self/ns/net"));
    }

    @Test
    void wrongModesAreRefusedInPodmansWords() {
        assertEquals(
                "unable to find network with name or ID nosuch: network not found",
                failure(ErrorCode.NOT_FOUND, "nosuch", ""));
        assertEquals(
                "invalid option for network host: unknown bridge network option: a=b",
                failure(ErrorCode.USAGE, "host", "a=b"));
        assertEquals(
                "invalid config provided: namespace mode path requires a value", failure(ErrorCode.USAGE, "ns", ""));
        assertEquals(
                "invalid config provided: namespace mode container requires a value",
                failure(ErrorCode.USAGE, "container", ""));
        assertEquals("network mode bridge is not supported yet", failure(ErrorCode.UNSUPPORTED, "bridge", ""));
        JpodException e = assertThrows(JpodException.class, () -> resolve("ns", "/nonexistent"));
        assertEquals("cannot find specified network namespace path", e.getMessage());
        assertEquals(
                "stat /nonexistent: no such file or directory", e.getCause().getMessage());
    }

    @Test
    void onlyProvidersPlanAndAttach() {
        NetworkRequest request = NetworkRequest.builder()
                .id(new ContainerId("0".repeat(64)))
                .runDirectory(Path.of("/tmp"))
                .build();
        assertTrue(network.plan(mode("none", "")).isEmpty());
        assertTrue(network.attach(mode("host", ""), request).isEmpty());
        NetworkAttachment attachment =
                network.attach(mode("fake", "address=192.0.2.9"), request).orElseThrow();
        assertEquals("192.0.2.9", attachment.plan().address());
        assertEquals(1, fake.attachments());
        assertThrows(JpodException.class, () -> network.plan(network.resolve(mode("fake", "foo=bar"))));
        network.detach(mode("fake", ""), attachment);
        network.detach(mode("fake", ""), attachment);
        assertEquals(0, fake.attachments());
    }

    @Test
    void plansAreKeptAsText() {
        NetworkPlan plan = fake.plan(java.util.Map.of());
        assertEquals(plan, ContainerNetwork.fromMap(ContainerNetwork.toMap(plan)));
        assertFalse(ContainerNetwork.isProvided(mode("ns", "/x")));
    }
}
