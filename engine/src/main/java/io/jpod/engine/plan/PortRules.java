package io.jpod.engine.plan;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.engine.network.ContainerNetwork;
import io.jpod.engine.network.PortAllocator;
import io.jpod.engine.request.NamespaceMode;
import io.jpod.engine.request.NetworkOptions;
import io.jpod.engine.request.PortRequest;
import java.util.ArrayList;
import java.util.List;

/** Ports that are exposed, and those that are published. */
final class PortRules {
    final List<String> exposed = new ArrayList<>();
    final List<PortRequest> published = new ArrayList<>();

    PortRules(
            NetworkOptions options, List<String> imagePorts, NamespaceMode network, PortAllocator allocator, Log log) {
        for (String port : imagePorts) {
            expose(port, false);
        }
        for (String port : options.expose()) {
            expose(port, true);
        }
        if (ContainerNetwork.isProvided(network)) {
            published.addAll(allocator.decide(options.ports(), exposed, options.publishAll()));
        } else if (!options.ports().isEmpty()) {
            log.warn(
                    "Port mappings have been discarded as one of the Host, Container, Pod, and None network modes are in use");
        }
    }

    /**
     * Adds {@code port[-port][/protocol]}.
     *
     * @param strict false for an image's words, which are left out when they make no sense
     */
    private void expose(String text, boolean strict) {
        int slash = text.indexOf('/');
        String protocol = slash < 0 ? "tcp" : text.substring(slash + 1).toLowerCase(java.util.Locale.ROOT);
        String range = slash < 0 ? text : text.substring(0, slash);
        int dash = range.indexOf('-');
        int first = number(dash < 0 ? range : range.substring(0, dash));
        int last = dash < 0 ? first : number(range.substring(dash + 1));
        boolean known = protocol.equals("tcp") || protocol.equals("udp") || protocol.equals("sctp");
        if (first < 1 || last < first || last > 65535 || !known) {
            if (strict) {
                throw JpodException.usage("invalid range format for --expose: " + text);
            }
            return;
        }
        for (int port = first; port <= last; port++) {
            String entry = port + "/" + protocol;
            if (!exposed.contains(entry)) {
                exposed.add(entry);
            }
        }
    }

    private static int number(String text) {
        if (text.isEmpty() || text.length() > 5) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }
}
