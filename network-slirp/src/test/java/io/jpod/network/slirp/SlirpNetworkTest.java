package io.jpod.network.slirp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ContainerId;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.network.NetworkAttachment;
import io.jpod.api.network.NetworkRequest;
import io.jpod.api.network.PortMapping;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixLoader;
import io.jpod.support.process.PosixProcessRunner;
import java.io.BufferedReader;
import java.io.FileReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SlirpNetworkTest {
    @TempDir
    Path dir;

    private final Posix posix = PosixLoader.load(Containers.LOG);
    private final Containers containers = new Containers(posix);
    private SlirpNetwork network;

    @BeforeEach
    void host() {
        Containers.assumeHost(posix);
        network = network(Path.of("/usr/bin/slirp4netns"));
    }

    private SlirpNetwork network(Path program) {
        return new SlirpNetwork(
                program,
                Containers.launcher(),
                Map.of("mtu", "1400"),
                dir.resolve("cache"),
                new PosixProcessRunner(posix, Map.of("PATH", "/usr/bin:/bin"), Containers.LOG),
                posix,
                Containers.LOG);
    }

    @AfterEach
    void end() {
        containers.close();
    }

    private NetworkRequest.Builder request(int pid) {
        return NetworkRequest.builder()
                .id(new ContainerId("cd".repeat(32)))
                .containerPid(pid)
                .runDirectory(dir);
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void bytesFlowThroughAPublishedPort() throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/bin/busybox")), "install the package busybox-static");
        int port = freePort();
        int pid = containers.start("exec busybox nc -ll -p 80 -e busybox ip -4 addr show tap0");
        NetworkAttachment attachment = network.attach(request(pid)
                .options(Map.of("cidr", "10.77.0.0/16"))
                .ports(List.of(new PortMapping("127.0.0.1", port, 80, 1, "tcp")))
                .build());
        try {
            String text = "";
            long deadline = System.nanoTime() + 60_000_000_000L;
            // Until the server in the container listens the helper accepts and drops.
            while (text.isEmpty()) {
                assertTrue(System.nanoTime() < deadline, "no answer");
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                }
            }
            assertTrue(text.contains("mtu 1400"), text);
            assertTrue(text.contains("inet 10.77.0.100/16"), text);
            assertEquals("10.77.0.100", attachment.plan().address());
            assertEquals("10.77.0.2", attachment.plan().gateway());
            assertEquals(List.of("10.77.0.3"), attachment.plan().nameServers());
        } finally {
            network.detach(attachment);
        }
        assertArrayEquals(new String[] {"cache"}, dir.toFile().list());
    }

    @Test
    void aPortThatIsTakenIsToldAsPodmanTellsIt() throws Exception {
        int pid = containers.start();
        try (ServerSocket other = new ServerSocket()) {
            other.bind(new InetSocketAddress("127.0.0.1", 0));
            PortMapping mapping = new PortMapping("", other.getLocalPort(), 80, 1, "tcp");
            NetworkRequest request = request(pid).ports(List.of(mapping)).build();
            JpodException e = assertThrows(JpodException.class, () -> network.attach(request));
            assertEquals(
                    "rootlessport listen tcp 0.0.0.0:" + other.getLocalPort() + ": bind: address already in use",
                    e.getMessage());
        }
        PortMapping foreign = new PortMapping("192.0.2.1", 8090, 80, 1, "udp");
        JpodException e = assertThrows(
                JpodException.class,
                () -> network.attach(request(pid).ports(List.of(foreign)).build()));
        assertEquals("rootlessport listen udp 192.0.2.1:8090: bind: cannot assign requested address", e.getMessage());
        assertEquals(ErrorCode.HOST, e.code());
        assertArrayEquals(new String[0], dir.toFile().list());
    }

    @Test
    void aPrivilegedPortIsToldAsPodmanTellsIt() throws Exception {
        int first;
        try (BufferedReader reader =
                new BufferedReader(new FileReader("/proc/sys/net/ipv4/ip_unprivileged_port_start"))) {
            first = Integer.parseInt(reader.readLine());
        }
        Assumptions.assumeTrue(posix.getEuid() != 0 && first > 81, "needs a user to whom port 81 is forbidden");
        PortMapping mapping = new PortMapping("127.0.0.1", 81, 80, 1, "tcp");
        NetworkRequest request =
                request(containers.start()).ports(List.of(mapping)).build();
        JpodException e = assertThrows(JpodException.class, () -> network.attach(request));
        assertEquals(ErrorCode.HOST, e.code());
        assertEquals(
                "rootlessport cannot expose privileged port 81, you can add 'net.ipv4.ip_unprivileged_port_start=81'"
                        + " to /etc/sysctl.conf (currently " + first + "), or choose a larger port number (>= " + first
                        + "): listen tcp 127.0.0.1:81: bind: permission denied",
                e.getMessage());
    }

    @Test
    void portsThatTheHelperCannotPublishAreRefusedByName() {
        PortMapping six = new PortMapping("::1", 8090, 80, 1, "tcp");
        JpodException e = assertThrows(
                JpodException.class,
                () -> network.attach(request(1)
                        .options(Map.of("port_handler", "slirp4netns"))
                        .ports(List.of(six))
                        .build()));
        assertEquals(ErrorCode.UNSUPPORTED, e.code());
        assertEquals("slirp4netns cannot publish ports on IPv6 address ::1", e.getMessage());
    }

    @Test
    void datagramsAndIpv6GoThroughTheRelay() throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/bin/busybox")), "install the package busybox-static");
        Assumptions.assumeTrue(PosixLoader.companion("jpod-relay").isPresent(), "install a C compiler and build again");
        int port = freePort();
        int pid = containers.start("exec busybox nc -ll -p 80 -e cat");
        containers.startIn(
                pid,
                "perl",
                "-e",
                "use Socket; socket(S, PF_INET, SOCK_DGRAM, 17); bind(S, sockaddr_in(53, INADDR_ANY));"
                        + " while ($from = recv(S, $data, 9999, 0)) { send(S, $data, 0, $from) }");
        NetworkAttachment attachment = network.attach(request(pid)
                .ports(List.of(
                        new PortMapping("127.0.0.1", port, 53, 1, "udp"), new PortMapping("::1", port, 80, 1, "tcp")))
                .build());
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(200);
            byte[] question = "ping".getBytes(StandardCharsets.US_ASCII);
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            long deadline = System.nanoTime() + 60_000_000_000L;
            while (answer.getPort() != port) {
                assertTrue(System.nanoTime() < deadline, "no answer to datagrams");
                socket.send(new DatagramPacket(question, question.length, InetAddress.getByName("127.0.0.1"), port));
                try {
                    socket.receive(answer);
                } catch (SocketTimeoutException e) {
                    continue;
                }
            }
            assertEquals("ping", new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII));
            String text = "";
            while (text.isEmpty()) {
                assertTrue(System.nanoTime() < deadline, "no answer to connections");
                try (Socket stream = new Socket("::1", port)) {
                    stream.getOutputStream().write(question);
                    stream.shutdownOutput();
                    text = new String(stream.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                }
            }
            assertEquals("ping", text);
        } finally {
            network.detach(attachment);
        }
        assertArrayEquals(new String[] {"cache"}, dir.toFile().list());
        posix.close(posix.bindPort(new byte[] {127, 0, 0, 1}, port, true));
    }

    @Test
    void failureOfTheHelperIsToldInItsWordsAndLeavesNothing() {
        JpodException e = assertThrows(
                JpodException.class, () -> network.attach(request(999_999_999).build()));
        assertEquals(ErrorCode.EXTERNAL, e.code());
        assertTrue(e.getMessage().startsWith("/usr/bin/slirp4netns failed: \""), e.getMessage());
        assertTrue(e.getMessage().contains("No such file or directory"), e.getMessage());
        assertArrayEquals(new String[] {"cache"}, dir.toFile().list());
    }

    @Test
    void detachKillsNoStranger() throws Exception {
        int stranger = containers.start();
        NetworkAttachment real = network.attach(request(stranger).build());
        network.detach(real);
        Map<String, String> state = new HashMap<>(real.state());
        state.put("pid", Integer.toString(stranger));
        network.detach(new NetworkAttachment(real.plan(), state));
        posix.kill(stranger, 0);
    }

    @Test
    void whatTheProgramKnowsIsAskedOnce() throws Exception {
        Path program = Files.writeString(
                dir.resolve("slirp4netns"),
                "#!/bin/sh\necho \"$@\" >> " + dir.resolve("calls") + "\n"
                        + "case $1 in --help) echo --configure --mtu=MTU --cidr=CIDR; exit 0;; esac\n"
                        + "echo 1 >&3\nexec sleep 1000\n");
        posix.changeMode(Posix.AT_FDCWD, program.toString(), 0755);
        SlirpNetwork old = network(program);
        for (int i = 0; i < 2; i++) {
            old.detach(old.attach(
                    request(77).options(Map.of("cidr", "10.1.0.0/24")).build()));
        }
        String call = "--configure --mtu=1400 --cidr=10.1.0.0/24 --api-socket=slirp4netns.sock --ready-fd=3 77 tap0\n";
        assertEquals("--help\n" + call + call, Files.readString(dir.resolve("calls")));
        JpodException e = assertThrows(
                JpodException.class,
                () -> old.attach(
                        request(77).options(Map.of("enable_ipv6", "true")).build()));
        assertEquals("enable_ipv6 not supported by " + program, e.getMessage());
        assertThrows(
                JpodException.class,
                () -> old.attach(request(77)
                        .options(Map.of("outbound_addr", "127.0.0.1"))
                        .build()));
    }
}
