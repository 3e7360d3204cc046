package io.jpod.network.slirp;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.network.PortMapping;
import java.util.ArrayList;
import java.util.List;

/**
 * Which ports the helper publishes, and which the relay. The helper does not know IPv6 addresses of the host, and while the host's
 * loopback is closed to the container it drops the container's answers to datagrams from 127.0.0.1.
 */
final class PortSplit {
    private static final String REMEDY =
            "install a C compiler (Debian: gcc, libc6-dev) and build jpod again: then jpod-relay is there";

    final List<PortMapping> helper = new ArrayList<>();
    final List<PortMapping> relay = new ArrayList<>();

    /** @throws JpodException UNSUPPORTED when only the relay could publish a port and there is none */
    PortSplit(List<PortMapping> ports, SlirpOptions.PortHandler handler, boolean relayExists, Log log) {
        for (PortMapping port : ports) {
            boolean six = port.hostIp().indexOf(':') >= 0;
            boolean datagrams = port.protocol().equals("udp");
            switch (handler) {
                case SLIRP -> {
                    if (six) {
                        throw JpodException.unsupported(
                                        "slirp4netns cannot publish ports on IPv6 address " + port.hostIp())
                                .withRemedy("leave port_handler=slirp4netns out, or publish on an IPv4 address");
                    }
                    helper.add(port);
                }
                case RELAY -> {
                    if (!relayExists) {
                        throw JpodException.unsupported(
                                        "port_handler=rootlesskit needs jpod-relay, which was not built")
                                .withRemedy(REMEDY);
                    }
                    relay.add(port);
                }
                case MIXED -> {
                    if (relayExists && (six || datagrams)) {
                        relay.add(port);
                    } else if (six) {
                        throw JpodException.unsupported("publishing on IPv6 address " + port.hostIp()
                                        + " needs jpod-relay, which was not built")
                                .withRemedy(REMEDY);
                    } else {
                        if (datagrams) {
                            log.warn("udp port " + port.hostPort() + " will not answer to 127.0.0.1: " + REMEDY);
                        }
                        helper.add(port);
                    }
                }
            }
        }
    }
}
