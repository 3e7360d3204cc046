package io.jpod.network.slirp;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.network.PortMapping;
import io.jpod.support.net.IpAddress;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out whether host ports can be had, since the helper only says that something failed. Immutable. */
final class PublishedPorts {
    private static final String FIRST_UNPRIVILEGED = "/proc/sys/net/ipv4/ip_unprivileged_port_start";

    private final Posix posix;

    PublishedPorts(Posix posix) {
        this.posix = posix;
    }

    /** Where a mapping listens, as text. */
    static String address(PortMapping port) {
        return port.hostIp().isEmpty() ? "0.0.0.0" : port.hostIp();
    }

    /**
     * Takes all ports together, and gives them back.
     *
     * @throws JpodException CONFLICT, HOST, UNSUPPORTED or USAGE, where there is one in podman's words
     */
    void check(List<PortMapping> ports) {
        List<Integer> held = new ArrayList<>();
        try {
            for (PortMapping port : ports) {
                byte[] address = parse(port);
                for (int i = 0; i < port.range(); i++) {
                    held.add(take(port, address, port.hostPort() + i));
                }
            }
        } finally {
            for (int descriptor : held) {
                posix.close(descriptor);
            }
        }
    }

    private static String bracketed(PortMapping port) {
        String address = address(port);
        return address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    }

    private static byte[] parse(PortMapping port) {
        if (!port.protocol().equals("tcp") && !port.protocol().equals("udp")) {
            throw JpodException.unsupported(
                            "slirp4netns cannot publish " + port.protocol() + " port " + port.hostPort())
                    .withRemedy("publish tcp or udp, or use --network host");
        }
        Optional<IpAddress> address = IpAddress.parse(address(port));
        if (address.isEmpty()) {
            throw JpodException.usage("cannot parse \"" + port.hostIp() + "\" as an IP address");
        }
        return address.get().bytes();
    }

    private int take(PortMapping port, byte[] address, int number) {
        try {
            return posix.bindPort(address, number, port.protocol().equals("udp"));
        } catch (PosixException e) {
            String text = "listen " + port.protocol() + " " + bracketed(port) + ":" + number + ": bind: "
                    + Errno.text(e.errno());
            if (e.errno() == Errno.EACCES) {
                throw new JpodException(ErrorCode.HOST, privileged(number) + ": " + text);
            }
            ErrorCode code = e.errno() == Errno.EADDRINUSE ? ErrorCode.CONFLICT : ErrorCode.HOST;
            throw new JpodException(code, "rootlessport " + text);
        }
    }

    private String privileged(int number) {
        String first = firstUnprivileged();
        return "rootlessport cannot expose privileged port " + number + ", you can add"
                + " 'net.ipv4.ip_unprivileged_port_start=" + number + "' to /etc/sysctl.conf (currently " + first
                + "), or choose a larger port number (>= " + first + ")";
    }

    /** Linux before 4.11 has no such file and that limit. Files below /proc/sys must be read at once: a second read is at the end. */
    private String firstUnprivileged() {
        byte[] text = new byte[32];
        try {
            int file = posix.open(Posix.AT_FDCWD, FIRST_UNPRIVILEGED, Posix.O_RDONLY, 0);
            try {
                int length = posix.read(file, text, 0, text.length);
                return new String(text, 0, length, StandardCharsets.US_ASCII).strip();
            } finally {
                posix.close(file);
            }
        } catch (PosixException e) {
            return "1024";
        }
    }
}
