package io.jpod.engine.network;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.network.Network;
import io.jpod.api.network.NetworkAttachment;
import io.jpod.api.network.NetworkPlan;
import io.jpod.api.network.NetworkRequest;
import io.jpod.engine.Providers;
import io.jpod.engine.request.NamespaceMode;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends each network mode to whoever does it. Immutable. */
public final class ContainerNetwork {
    private final Providers providers;
    private final Posix posix;

    public ContainerNetwork(Providers providers, Posix posix) {
        this.providers = providers;
        this.posix = posix;
    }

    /**
     * Decides what a wish means. {@code container:NAME} is returned as it is: the caller knows other containers. Options are checked
     * by {@link #plan}, when the container is started, as podman does.
     *
     * @param wish the value of {@code --network}; empty, {@code default} and {@code private} mean the default provider
     * @return {@code none}, {@code host}, {@code container:…}, {@code ns:…}, or a provider's id with its options as they were given
     * @throws JpodException NOT_FOUND or USAGE in podman's words, HOST when the provider cannot work here
     */
    public NamespaceMode resolve(NamespaceMode wish) {
        switch (wish.kind()) {
            case "none", "host":
                if (!wish.value().isEmpty()) {
                    throw JpodException.usage("invalid option for network " + wish.kind()
                            + ": unknown bridge network option: " + wish.value());
                }
                return wish;
            case "container":
                requireValue(wish);
                return wish;
            case "ns":
                requireValue(wish);
                requireFile(wish.value());
                return wish;
            case "", "default", "private":
                NamespaceMode chosen =
                        wish.toBuilder().kind(providers.networkId()).build();
                open(chosen);
                return chosen;
            default:
                open(wish);
                return wish;
        }
    }

    private static void requireValue(NamespaceMode mode) {
        if (mode.value().isEmpty()) {
            String word = mode.kind().equals("ns") ? "path" : mode.kind();
            throw JpodException.usage("invalid config provided: namespace mode " + word + " requires a value");
        }
    }

    private void requireFile(String path) {
        try {
            posix.stat(Posix.AT_FDCWD, path, 0);
        } catch (PosixException e) {
            throw new JpodException(ErrorCode.NOT_FOUND, "cannot find specified network namespace path", e);
        }
    }

    /** True when a provider connects the container, so that {@link #attach} has something to do and ports can be published. */
    public static boolean isProvided(NamespaceMode resolved) {
        return switch (resolved.kind()) {
            case "none", "host", "container", "ns" -> false;
            default -> true;
        };
    }

    /** The addresses that a container of this mode will have; empty when no provider gives it any. */
    public Optional<NetworkPlan> plan(NamespaceMode resolved) {
        return isProvided(resolved) ? Optional.of(open(resolved).plan(options(resolved))) : Optional.empty();
    }

    /**
     * Connects a created container.
     *
     * @param request all but the options, which come from the mode
     * @return empty when there was nothing to do
     */
    public Optional<NetworkAttachment> attach(NamespaceMode resolved, NetworkRequest request) {
        if (!isProvided(resolved)) {
            return Optional.empty();
        }
        NetworkRequest complete = request.toBuilder().options(options(resolved)).build();
        return Optional.of(open(resolved).attach(complete));
    }

    /** Undoes {@link #attach}; may be called again. */
    public void detach(NamespaceMode resolved, NetworkAttachment attachment) {
        if (isProvided(resolved)) {
            open(resolved).detach(attachment);
        }
    }

    private Network open(NamespaceMode mode) {
        Optional<Network> network = providers.network(mode.kind());
        if (network.isPresent()) {
            return network.get();
        }
        if (mode.kind().equals("bridge")) {
            throw JpodException.unsupported("network mode bridge is not supported yet")
                    .withRemedy("use --network " + providers.networkId());
        }
        throw JpodException.notFound("unable to find network with name or ID " + mode.kind() + ": network not found");
    }

    private static Map<String, String> options(NamespaceMode mode) {
        Map<String, String> options = new LinkedHashMap<>();
        if (mode.value().isEmpty()) {
            return options;
        }
        int start = 0;
        while (start <= mode.value().length()) {
            int end = mode.value().indexOf(',', start);
            if (end < 0) {
                end = mode.value().length();
            }
            String word = mode.value().substring(start, end);
            int equals = word.indexOf('=');
            options.put(equals < 0 ? word : word.substring(0, equals), equals < 0 ? "" : word.substring(equals + 1));
            start = end + 1;
        }
        return options;
    }

    /** The form in which a plan is kept with a container's state. */
    public static Map<String, String> toMap(NetworkPlan plan) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("address", plan.address());
        map.put("gateway", plan.gateway());
        map.put("nameServers", String.join(",", plan.nameServers()));
        map.put("device", plan.device());
        map.put("ipv6", plan.ipv6() ? "true" : "false");
        return map;
    }

    /** Reads what {@link #toMap} wrote. */
    public static NetworkPlan fromMap(Map<String, String> map) {
        String servers = map.getOrDefault("nameServers", "");
        return new NetworkPlan(
                map.getOrDefault("address", ""),
                map.getOrDefault("gateway", ""),
                servers.isEmpty() ? List.of() : List.of(servers.split(",")),
                map.getOrDefault("device", ""),
                map.getOrDefault("ipv6", "").equals("true"));
    }
}
