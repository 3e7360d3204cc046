package io.jpod.api.network;

import java.util.List;

/**
 * Addresses that a container will have.
 *
 * @param address of the container, without prefix length
 * @param gateway address at which the host is reached
 * @param nameServers what goes into {@code /etc/resolv.conf}, before the host's own servers
 * @param device the interface's name in the container
 * @param ipv6 whether the container has IPv6
 */
public record NetworkPlan(String address, String gateway, List<String> nameServers, String device, boolean ipv6) {
    public NetworkPlan {
        nameServers = List.copyOf(nameServers);
    }
}
