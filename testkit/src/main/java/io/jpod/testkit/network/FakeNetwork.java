package io.jpod.testkit.network;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.network.Network;
import io.jpod.api.network.NetworkAttachment;
import io.jpod.api.network.NetworkPlan;
import io.jpod.api.network.NetworkRequest;
import io.jpod.api.network.PortMapping;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that connects nobody, but really takes the host ports that it publishes. Knows one option, {@code address}. Attachments
 * live as long as the object. Thread-safe.
 */
public final class FakeNetwork implements Network {
    private final Map<String, List<AutoCloseable>> attached = new HashMap<>();
    private int count;

    @Override
    public NetworkPlan plan(Map<String, String> options) {
        for (String name : options.keySet()) {
            if (!name.equals("address")) {
                throw JpodException.usage("unknown option for fake network: \"" + name + "\"");
            }
        }
        return new NetworkPlan(
                options.getOrDefault("address", "192.0.2.100"), "192.0.2.1", List.of("192.0.2.3"), "fake0", false);
    }

    @Override
    public synchronized NetworkAttachment attach(NetworkRequest request) {
        NetworkPlan plan = plan(request.options());
        List<AutoCloseable> sockets = new ArrayList<>();
        try {
            for (PortMapping port : request.ports()) {
                for (int i = 0; i < port.range(); i++) {
                    sockets.add(open(port, port.hostPort() + i));
                }
            }
        } catch (IOException e) {
            close(sockets);
            ErrorCode code = e instanceof BindException ? ErrorCode.CONFLICT : ErrorCode.HOST;
            throw new JpodException(code, "publish ports of container " + request.id(), e);
        }
        String key = Integer.toString(++count);
        attached.put(key, sockets);
        return new NetworkAttachment(plan, Map.of("key", key));
    }

    private static AutoCloseable open(PortMapping port, int number) throws IOException {
        InetSocketAddress address =
                port.hostIp().isEmpty() ? new InetSocketAddress(number) : new InetSocketAddress(port.hostIp(), number);
        return switch (port.protocol()) {
            case "tcp" -> {
                ServerSocket socket = new ServerSocket();
                try {
                    socket.bind(address);
                    yield socket;
                } catch (IOException e) {
                    socket.close();
                    throw e;
                }
            }
            case "udp" -> new DatagramSocket(address);
            default -> throw JpodException.unsupported("the fake network cannot publish " + port.protocol() + " ports");
        };
    }

    @Override
    public synchronized void detach(NetworkAttachment attachment) {
        List<AutoCloseable> sockets = attached.remove(attachment.state().get("key"));
        if (sockets != null) {
            close(sockets);
        }
    }

    /** How many containers are connected. */
    public synchronized int attachments() {
        return attached.size();
    }

    private static void close(List<AutoCloseable> sockets) {
        for (AutoCloseable socket : sockets) {
            try {
                socket.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
