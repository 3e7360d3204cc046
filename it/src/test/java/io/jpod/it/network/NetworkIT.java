package io.jpod.it.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnHost
class NetworkIT {
    private final Sandbox box;

    NetworkIT(Sandbox box) {
        this.box = box;
    }

    private Result run(String network, String script, String... options) {
        List<String> arguments = new ArrayList<>(List.of("run", "--rm", "--network", network));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(box.busybox(), "sh", "-c", script));
        return box.jpod(arguments);
    }

    @Test
    void noneHasLoopbackOnly() {
        run("none", "ip -o link | cut -d: -f2 | tr -d ' \\n'; ip route")
                .succeeds()
                .prints("lo");
    }

    @Test
    void hostIsTheHosts() {
        String host = box.sh("readlink /proc/self/ns/net").succeeds().text();
        run("host", "readlink /proc/self/ns/net; hostname").succeeds().says(host);
    }

    @Test
    void slirpGivesAnAddressARouteAndNames() {
        run("slirp4netns", "ip -4 -o addr show tap0; ip route; cat /etc/resolv.conf")
                .succeeds()
                .says("10.0.2.100/24")
                .says("default via 10.0.2.2")
                .says("nameserver 10.0.2.3");
    }

    @Test
    void slirpsOptionsAreKnown() {
        run(
                        "slirp4netns:cidr=10.9.8.0/24,mtu=1400,enable_ipv6=true",
                        // The address comes with the router's first advertisement.
                        "for i in $(seq 100); do ip addr show tap0 | grep -q fd00 && break; sleep 0.1; done; ip addr show tap0")
                .succeeds()
                .says("10.9.8.100/24")
                .says("mtu 1400")
                .says("inet6 fd00:");
        run("slirp4netns:no_such_option=1", "true").failsPlainly(126).complains("no_such_option");
        run("slirp4netns:mtu=many", "true").failsPlainly(126);
    }

    @Test
    void theHostsLoopbackIsReachedOnlyWhenAllowed() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answer(server));
            answering.setDaemon(true);
            answering.start();
            String script = "nc -w 3 10.0.2.2 " + server.getLocalPort() + " < /dev/null || echo closed";
            run("slirp4netns", script).succeeds().prints("closed");
            run("slirp4netns:allow_host_loopback=true", script).succeeds().prints("hello");
        }
    }

    private static void answer(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The test has ended and closed the server.
                return;
            }
        }
    }

    @Test
    void anotherContainersNetworkIsShared() {
        String id = box.sleeper("--name", "net");
        String theirs =
                box.jpod("exec", id, "readlink", "/proc/self/ns/net").succeeds().text();
        run("container:net", "readlink /proc/self/ns/net; ip -4 -o addr show tap0")
                .succeeds()
                .says(theirs)
                .says("10.0.2.100");
        run("container:nobody", "true").failsPlainly(125);
    }

    @Test
    void aNamespaceByPath() {
        String id = box.sleeper("--name", "path", "--network", "none");
        String pid = box.jpod("inspect", "--format", "{{.State.Pid}}", id).text();
        String theirs =
                box.jpod("exec", id, "readlink", "/proc/self/ns/net").succeeds().text();
        run("ns:/proc/" + pid + "/ns/net", "readlink /proc/self/ns/net")
                .succeeds()
                .prints(theirs);
        run("ns:/no/such/file", "true").failsPlainly(125);
    }

    @Test
    void unknownNetworksAreRefused() {
        run("no-such-network", "true").failsPlainly(125).complains("no-such-network");
        assertEquals("", box.jpod("ps", "-aq").text());
    }

    @Test
    void startingAgainHasANetworkAgain() {
        box.jpod("run", "--name", "again", box.busybox(), "sh", "-c", "ip -4 -o addr show tap0 | grep -c 10.0.2.100")
                .succeeds()
                .prints("1");
        box.jpod("start", "-a", "again").succeeds().prints("1");
    }
}
