package io.jpod.api.network;

import io.jpod.api.JpodException;

/**
 * A published range of ports.
 *
 * @param hostIp address on the host, or the empty string for all
 * @param hostPort first port on the host, 0 for any free one
 * @param containerPort first port in the container
 * @param range how many, at least 1
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 */
public record PortMapping(String hostIp, int hostPort, int containerPort, int range, String protocol) {
    public PortMapping {
        if (containerPort < 1 || range < 1 || containerPort + range - 1 > 65535) {
            throw JpodException.usage("port numbers must be between 1 and 65535 (inclusive), got " + containerPort);
        }
        if (hostPort < 0 || hostPort > 0 && hostPort + range - 1 > 65535) {
            throw JpodException.usage("port numbers must be between 1 and 65535 (inclusive), got " + hostPort);
        }
        if (!protocol.equals("tcp") && !protocol.equals("udp") && !protocol.equals("sctp")) {
            throw JpodException.usage("unrecognized protocol \"" + protocol + "\" in port mapping");
        }
    }

    /** The same mapping with a decided host port. */
    public PortMapping withHostPort(int port) {
        return new PortMapping(hostIp, port, containerPort, range, protocol);
    }
}
