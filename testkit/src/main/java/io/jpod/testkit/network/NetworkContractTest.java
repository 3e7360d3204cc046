package io.jpod.testkit.network;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ContainerId;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.network.Network;
import io.jpod.api.network.NetworkAttachment;
import io.jpod.api.network.NetworkPlan;
import io.jpod.api.network.NetworkRequest;
import io.jpod.api.network.PortMapping;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every network provider does. */
public abstract class NetworkContractTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    protected Path directory;

    /** The network under test. */
    protected abstract Network network();

    /** The process id of something with a network namespace that is not connected yet; ended by the subclass after the test. */
    protected abstract int newContainer();

    /** False for a network that can publish no port: it refuses all of them. */
    protected boolean publishesPorts() {
        return true;
    }

    /** Kills a process of {@link #newContainer} with SIGKILL; false skips the test of it. */
    protected boolean kill(int container) {
        return false;
    }

    /** A monitor that can be ended, for networks that have helper processes; empty skips the test of it. */
    protected Optional<Lifetime> newLifetime() {
        return Optional.empty();
    }

    /** Stands for a container's monitor. */
    public interface Lifetime {
        /** What goes into {@link NetworkRequest#lifetimeDescriptor()}. */
        int descriptor();

        /** Ends it, so that the descriptor reaches its end. */
        void end();
    }

    private NetworkRequest.Builder request(PortMapping... ports) {
        return NetworkRequest.builder()
                .id(new ContainerId("ab".repeat(32)))
                .name("contract")
                .hostname("contract")
                .containerPid(newContainer())
                .runDirectory(directory)
                .ports(List.of(ports));
    }

    private static PortMapping tcp(int hostPort, int range) {
        return new PortMapping("127.0.0.1", hostPort, 80, range, "tcp");
    }

    private static boolean isFree(int port, boolean datagram) {
        try {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", port);
            if (datagram) {
                new DatagramSocket(address).close();
            } else {
                try (ServerSocket socket = new ServerSocket()) {
                    socket.setReuseAddress(true);
                    socket.bind(address);
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The first of as many neighbours that are free for tcp and udp. */
    private static int freePorts(int count) {
        for (int first = 20_000 + (int) (Math.random() * 10_000); first < 60_000; first += count) {
            boolean free = true;
            for (int i = 0; i < count; i++) {
                free &= isFree(first + i, false) && isFree(first + i, true);
            }
            if (free) {
                return first;
            }
        }
        throw new IllegalStateException("no free ports");
    }

    private static void awaitFree(int port, boolean datagram) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isFree(port, datagram)) {
            assertTrue(System.nanoTime() < deadline, "port " + port + " is still taken");
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Test
    void planIsTheSameEachTimeAndHasAddresses() {
        NetworkPlan plan = network().plan(Map.of());
        assertEquals(plan, network().plan(Map.of()));
        assertFalse(plan.address().isEmpty());
        assertFalse(plan.address().contains("/"), plan.address());
        assertFalse(plan.device().isEmpty());
    }

    @Test
    void unknownOptionsAreRefused() {
        Map<String, String> options = Map.of("no-such-option", "x");
        JpodException e = assertThrows(JpodException.class, () -> network().plan(options));
        assertEquals(ErrorCode.USAGE, e.code());
        assertTrue(e.getMessage().contains("no-such-option"), e.getMessage());
        JpodException attach = assertThrows(
                JpodException.class,
                () -> network().attach(request().options(options).build()));
        assertEquals(ErrorCode.USAGE, attach.code());
    }

    @Test
    void attachDoesWhatWasPlanned() {
        NetworkAttachment attachment = network().attach(request().build());
        try {
            assertEquals(network().plan(Map.of()), attachment.plan());
        } finally {
            network().detach(attachment);
        }
    }

    @Test
    void portsAreRefusedByWhoPublishesNone() {
        Assumptions.assumeFalse(publishesPorts(), "this network publishes ports");
        NetworkRequest request = request(tcp(freePorts(1), 1)).build();
        JpodException e = assertThrows(JpodException.class, () -> network().attach(request));
        assertEquals(ErrorCode.UNSUPPORTED, e.code());
    }

    @Test
    void twoContainersAreConnectedAtOnce() throws Exception {
        List<NetworkAttachment> attachments = new ArrayList<>();
        List<CompletableFuture<NetworkAttachment>> pending = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Path own = Files.createDirectories(directory.resolve("container" + i));
            NetworkRequest request = request()
                    .id(new ContainerId(Integer.toString(i).repeat(64)))
                    .runDirectory(own)
                    .build();
            pending.add(CompletableFuture.supplyAsync(() -> network().attach(request)));
        }
        for (CompletableFuture<NetworkAttachment> attachment : pending) {
            attachments.add(attachment.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        assertEquals(attachments.get(0).plan(), attachments.get(1).plan());
        attachments.forEach(network()::detach);
    }

    @Test
    void detachWorksAfterTheContainerWasKilled() {
        int port = freePorts(1);
        NetworkRequest request = (publishesPorts() ? request(tcp(port, 1)) : request()).build();
        NetworkAttachment attachment = network().attach(request);
        boolean killed = kill(request.containerPid());
        assertDoesNotThrow(() -> network().detach(attachment));
        assertTrue(isFree(port, false));
        Assumptions.assumeTrue(killed, "these containers cannot be killed");
    }

    @Test
    void publishedPortsAreTakenUntilDetach() {
        Assumptions.assumeTrue(publishesPorts(), "this network publishes no ports");
        int port = freePorts(4);
        PortMapping udp = new PortMapping("127.0.0.1", port, 53, 1, "udp");
        NetworkAttachment attachment =
                network().attach(request(tcp(port, 3), udp).build());
        try {
            for (int i = 0; i < 3; i++) {
                assertFalse(isFree(port + i, false), "tcp port " + i);
            }
            assertTrue(isFree(port + 3, false));
            assertFalse(isFree(port, true), "udp port");
        } finally {
            network().detach(attachment);
        }
        for (int i = 0; i < 3; i++) {
            assertTrue(isFree(port + i, false), "tcp port " + i);
        }
        assertTrue(isFree(port, true), "udp port");
    }

    @Test
    void aTakenPortIsAConflictAndLeavesNothing() throws Exception {
        Assumptions.assumeTrue(publishesPorts(), "this network publishes no ports");
        int port = freePorts(2);
        try (ServerSocket other = new ServerSocket()) {
            other.bind(new InetSocketAddress("127.0.0.1", port + 1));
            NetworkRequest request = request(tcp(port, 2)).build();
            JpodException e = assertThrows(JpodException.class, () -> network().attach(request));
            assertEquals(ErrorCode.CONFLICT, e.code());
            assertTrue(isFree(port, false), "the port before the taken one");
            NetworkAttachment attachment = network()
                    .attach(request.toBuilder().ports(List.of(tcp(port, 1))).build());
            network().detach(attachment);
        }
    }

    @Test
    void protocolsThatAreNotDoneAreRefused() {
        PortMapping sctp = new PortMapping("127.0.0.1", freePorts(1), 80, 1, "sctp");
        try {
            network().detach(network().attach(request(sctp).build()));
        } catch (JpodException e) {
            assertEquals(ErrorCode.UNSUPPORTED, e.code());
            assertTrue(e.getMessage().contains("sctp"), e.getMessage());
        }
    }

    @Test
    void detachMayComeTwice() {
        NetworkAttachment attachment = network().attach(request().build());
        network().detach(attachment);
        assertDoesNotThrow(() -> network().detach(attachment));
    }

    @Test
    void everythingEndsWithTheMonitor() {
        Optional<Lifetime> lifetime = newLifetime();
        Assumptions.assumeTrue(lifetime.isPresent(), "this network has no helper processes");
        int port = freePorts(1);
        PortMapping udp = new PortMapping("127.0.0.1", port, 53, 1, "udp");
        NetworkRequest.Builder request = publishesPorts() ? request(tcp(port, 1), udp) : request();
        NetworkAttachment attachment = network()
                .attach(request.lifetimeDescriptor(lifetime.get().descriptor()).build());
        assertEquals(!publishesPorts(), isFree(port, false));
        lifetime.get().end();
        awaitFree(port, false);
        awaitFree(port, true);
        network().detach(attachment);
    }
}
