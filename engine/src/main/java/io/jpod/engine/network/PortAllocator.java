package io.jpod.engine.network;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.network.PortMapping;
import io.jpod.engine.request.PortRequest;
import io.jpod.support.net.IpAddress;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides the host ports of a new container. A free port is found by taking it for a moment; all are given back before this
 * returns, so whoever publishes it later may still find it taken. Immutable.
 */
public final class PortAllocator {
    private static final int ATTEMPTS = 15;

    private final Posix posix;

    public PortAllocator(Posix posix) {
        this.posix = posix;
    }

    /**
     * Decides.
     *
     * @param wanted what {@code --publish} said
     * @param exposed {@code port/protocol} or {@code first-last/protocol}, published too when {@code publishAll} is true and
     *     nothing in {@code wanted} publishes them
     * @return mappings without host port 0 and without repetitions
     * @throws JpodException USAGE for conflicting mappings, CONFLICT when no port is free
     */
    public List<PortRequest> decide(List<PortRequest> wanted, List<String> exposed, boolean publishAll) {
        List<PortRequest> all = new ArrayList<>();
        for (PortRequest port : wanted) {
            if (!contains(all, port)) {
                all.add(port);
            }
        }
        refuseConflicts(all);
        if (publishAll) {
            for (String text : exposed) {
                addExposed(all, text);
            }
        }
        List<PortRequest> decided = new ArrayList<>();
        List<Integer> held = new ArrayList<>();
        try {
            for (PortRequest port : all) {
                decided.add(port.hostPort() == 0 ? withFreePort(port, all, held) : port);
            }
        } finally {
            for (int descriptor : held) {
                posix.close(descriptor);
            }
        }
        return decided;
    }

    /** The form in which providers get them. */
    public static List<PortMapping> toMappings(List<PortRequest> decided) {
        List<PortMapping> mappings = new ArrayList<>();
        for (PortRequest port : decided) {
            mappings.add(new PortMapping(
                    port.hostIp(), port.hostPort(), port.containerPort(), Math.max(1, port.range()), port.protocol()));
        }
        return mappings;
    }

    private static boolean contains(List<PortRequest> ports, PortRequest other) {
        for (PortRequest port : ports) {
            if (other.hostPort() != 0
                    && port.hostPort() == other.hostPort()
                    && port.containerPort() == other.containerPort()
                    && range(port) == range(other)
                    && port.protocol().equals(other.protocol())
                    && port.hostIp().equals(other.hostIp())) {
                return true;
            }
        }
        return false;
    }

    private static int range(PortRequest port) {
        return Math.max(1, port.range());
    }

    private static void refuseConflicts(List<PortRequest> ports) {
        for (int i = 0; i < ports.size(); i++) {
            for (int k = 0; k < i; k++) {
                PortRequest a = ports.get(k);
                PortRequest b = ports.get(i);
                int first = Math.max(a.hostPort(), b.hostPort());
                boolean sameAddress = a.hostIp().equals(b.hostIp());
                if (sameAddress && a.hostPort() != 0 && b.hostPort() != 0 && overlap(a, b.hostPort(), range(b), b)) {
                    throw JpodException.usage(
                            "conflicting port mappings for host port " + first + " (protocol " + b.protocol() + ")");
                }
            }
        }
    }

    private static boolean overlap(PortRequest a, int port, int range, PortRequest b) {
        return a.protocol().equals(b.protocol()) && a.hostPort() < port + range && port < a.hostPort() + range(a);
    }

    private static void addExposed(List<PortRequest> all, String text) {
        int slash = text.indexOf('/');
        String protocol = slash < 0 ? "tcp" : text.substring(slash + 1);
        String numbers = slash < 0 ? text : text.substring(0, slash);
        int dash = numbers.indexOf('-');
        int first = number(dash < 0 ? numbers : numbers.substring(0, dash), text);
        int last = dash < 0 ? first : number(numbers.substring(dash + 1), text);
        for (int port = first; port <= last; port++) {
            boolean published = false;
            for (PortRequest known : all) {
                published |= known.protocol().equals(protocol)
                        && known.containerPort() <= port
                        && port < known.containerPort() + range(known);
            }
            if (!published) {
                all.add(PortRequest.builder()
                        .containerPort(port)
                        .range(1)
                        .protocol(protocol)
                        .build());
            }
        }
    }

    private static int number(String digits, String text) {
        try {
            int port = Integer.parseInt(digits);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw JpodException.usage("invalid exposed port \"" + text + "\"");
    }

    /** Takes consecutive ports that nobody has, beginning with one that the kernel chooses. */
    private PortRequest withFreePort(PortRequest port, List<PortRequest> all, List<Integer> held) {
        boolean datagram = port.protocol().equals("udp");
        PosixException reason = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<Integer> mine = new ArrayList<>();
            try {
                mine.add(posix.bindPort(address(port.hostIp()), 0, datagram));
                int first = posix.localPort(mine.get(0));
                for (int i = 1; i < range(port) && first + i <= 65535; i++) {
                    mine.add(posix.bindPort(address(port.hostIp()), first + i, datagram));
                }
                if (mine.size() == range(port) && !isWanted(all, first, port)) {
                    held.addAll(mine);
                    mine.clear();
                    return port.toBuilder().hostPort(first).build();
                }
            } catch (PosixException e) {
                reason = e;
                if (e.errno() != Errno.EADDRINUSE) {
                    break;
                }
            } finally {
                for (int descriptor : mine) {
                    posix.close(descriptor);
                }
            }
        }
        String text = "failed to find an open port to expose container port " + port.containerPort() + " with range "
                + range(port) + " on the host";
        throw reason == null ? JpodException.conflict(text) : new JpodException(ErrorCode.CONFLICT, text, reason);
    }

    private static boolean isWanted(List<PortRequest> all, int first, PortRequest random) {
        for (PortRequest port : all) {
            if (port.hostPort() != 0 && overlap(port, first, range(random), random)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] address(String text) {
        if (text.isEmpty()) {
            return new byte[4];
        }
        Optional<IpAddress> address = IpAddress.parse(text);
        if (address.isEmpty()) {
            throw JpodException.usage("cannot parse \"" + text + "\" as an IP address");
        }
        return address.get().bytes();
    }
}
