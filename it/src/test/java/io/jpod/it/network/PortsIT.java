package io.jpod.it.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.Deadline;
import io.jpod.it.harness.Fixtures;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Requirement;
import io.jpod.it.harness.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;

@OnHost
class PortsIT {
    /** Sends each datagram back to whom it came from. */
    private static final String UDP_ECHO = """
            #include <arpa/inet.h>
            #include <stdlib.h>
            int main(int argc, char **argv) {
                struct sockaddr_in self = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))}, peer;
                char data[1500];
                int s = socket(AF_INET, SOCK_DGRAM, 0);
                if (bind(s, (void *)&self, sizeof self)) return 1;
                for (;;) {
                    socklen_t size = sizeof peer;
                    ssize_t n = recvfrom(s, data, sizeof data, 0, (void *)&peer, &size);
                    if (n >= 0) sendto(s, data, n, 0, (void *)&peer, size);
                }
            }
            """;

    private final Sandbox box;

    PortsIT(Sandbox box) {
        this.box = box;
    }

    /** A server that answers each connection on a port with the port's number. */
    private static String server(int... ports) {
        StringBuilder script = new StringBuilder();
        for (int port : ports) {
            script.append("while :; do echo from-" + port + " | nc -l -p " + port + " -w 5; done & ");
        }
        return script.append("wait").toString();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a server says to a connection; empty while nobody does. */
    private static String hear(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 2000);
            socket.setSoTimeout(3000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        } catch (IOException e) {
            return "";
        }
    }

    private static void awaitAnswer(int port, String answer) {
        Deadline.await(
                "port " + port + " says " + answer,
                () -> hear("127.0.0.1", port).equals(answer));
    }

    private String serve(String script, String... options) {
        java.util.List<String> arguments = new java.util.ArrayList<>(java.util.List.of("run", "-d"));
        arguments.addAll(java.util.List.of(options));
        arguments.addAll(java.util.List.of(box.busybox(), "sh", "-c", script));
        return box.jpod(arguments).succeeds().text();
    }

    @Test
    void aPortIsReachedFromTheHostUntilTheContainerEnds() {
        int port = freePort();
        String id = serve(server(80), "-p", port + ":80");
        awaitAnswer(port, "from-80");
        box.jpod("port", id).succeeds().prints("80/tcp -> 0.0.0.0:" + port);
        box.jpod("port", id, "80").succeeds().prints("0.0.0.0:" + port);
        box.jpod("ps", "--format", "{{.Ports}}").succeeds().prints("0.0.0.0:" + port + "->80/tcp");
        box.jpod("kill", id).succeeds();
        box.jpod("wait", id).succeeds();
        Deadline.await("port " + port + " is free", () -> canListen(port));
    }

    private static boolean canListen(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress("0.0.0.0", port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void anAddressOfTheHostLimitsIt() {
        int port = freePort();
        String id = serve(server(80), "-p", "127.0.0.1:" + port + ":80/tcp");
        awaitAnswer(port, "from-80");
        box.jpod("port", id, "80/tcp").succeeds().prints("127.0.0.1:" + port);
        assertEquals("", hear("127.0.0.2", port));
    }

    @Test
    void rangesAndSeveralPorts() {
        int port = freePort() / 10 * 10;
        String id = serve(server(81, 82, 90), "-p", port + "-" + (port + 1) + ":81-82", "-p", (port + 5) + ":90");
        awaitAnswer(port, "from-81");
        awaitAnswer(port + 1, "from-82");
        awaitAnswer(port + 5, "from-90");
        assertEquals(3, box.jpod("port", id).succeeds().lines().size());
    }

    @Test
    void theHostsPortIsChosenWhenItIsNotNamed() {
        String id = serve(server(80), "-p", "80");
        String shown = box.jpod("port", id, "80").succeeds().text();
        awaitAnswer(Integer.parseInt(shown.substring(shown.lastIndexOf(':') + 1)), "from-80");
    }

    @Test
    void allExposedPortsArePublished() {
        String id = serve(server(80, 81), "-P", "--expose", "80", "--expose", "81/tcp");
        for (String line : box.jpod("port", id).succeeds().lines()) {
            awaitAnswer(Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)), "from-" + line.substring(0, 2));
        }
        assertEquals(2, box.jpod("port", id).lines().size());
    }

    /** slirp4netns answers no datagram that came from the host's loopback address, so an address of the host's is used. */
    private static InetAddress ownAddress() throws IOException {
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(each.getInetAddresses())) {
                if (address instanceof Inet4Address && !address.isLoopbackAddress()) {
                    return address;
                }
            }
        }
        Requirement.NETWORK_ADDRESS.check(false);
        return InetAddress.getLoopbackAddress();
    }

    @Test
    void udpAnswers() throws IOException {
        InetAddress host = ownAddress();
        int port = freePort();
        Path echo = box.fixtures().compile("udpecho", UDP_ECHO);
        serve("/udpecho 53", "-v", echo + ":/udpecho:ro", "-p", port + ":53/udp");
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(500);
            byte[] question = "ping".getBytes(StandardCharsets.UTF_8);
            Deadline.await("udp port " + port + " echoes", () -> {
                try {
                    socket.send(new DatagramPacket(question, question.length, host, port));
                    DatagramPacket answer = new DatagramPacket(new byte[100], 100);
                    socket.receive(answer);
                    return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8).equals("ping");
                } catch (IOException e) {
                    return false;
                }
            });
        }
    }

    @Test
    void aTakenPortIsAnErrorThatLeavesNothing() throws IOException {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress("0.0.0.0", 0));
            String mapping = taken.getLocalPort() + ":80";
            box.jpod("run", "--rm", "-p", mapping, box.busybox(), "true")
                    .failsPlainly(126)
                    .complains("address already in use");
            assertFalse(box.jpod("ps", "-a").out().contains(mapping));
        }
    }

    @Test
    void privilegedPortsNeedTheHostsConsent() {
        int first = Integer.parseInt(Fixtures.output("cat", "/proc/sys/net/ipv4/ip_unprivileged_port_start")
                .trim());
        Requirement.PRIVILEGED_PORTS.check(first > 81);
        box.jpod("run", "--rm", "-p", "81:81", box.busybox(), "true")
                .failsPlainly(126)
                .complains("net.ipv4.ip_unprivileged_port_start");
    }

    @Test
    void malformedPortsAreRefused() {
        for (String bad : new String[] {"x:80", "80:x", "70000:80", "1-2:3", "80:80/xxx", "1.2.3:80:80"}) {
            box.jpod("run", "--rm", "-p", bad, box.busybox(), "true").failsPlainly(125);
        }
        box.jpod("ps", "-aq").succeeds().prints("");
    }

    @Test
    void slirpsOwnPortHandlerServesToo() {
        int port = freePort();
        serve(server(80), "--network", "slirp4netns:port_handler=slirp4netns", "-p", port + ":80");
        awaitAnswer(port, "from-80");
    }

    @Test
    void portsNeedANetwork() {
        assertTrue(box.jpod("run", "--rm", "--network", "none", "-p", freePort() + ":80", box.busybox(), "true")
                        .exitCode()
                == 0);
    }
}
