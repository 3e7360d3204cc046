package io.jpod.engine.spec;

import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** The content of a container's {@code /etc/resolv.conf} (resolv.conf(5)). */
final class ResolverFile {
    private final List<String> servers = new ArrayList<>();
    private final List<String> searches = new ArrayList<>();
    private final List<String> options = new ArrayList<>();

    private ResolverFile() {}

    /**
     * Joins what caller, configuration, network and host say; the caller's servers replace all others.
     *
     * @param host the host's resolv.conf
     * @param keepLoopback true when the container is in the host's network, where 127.0.0.1 means the host
     */
    static String render(
            List<String> dns,
            List<String> dnsSearch,
            List<String> dnsOptions,
            JsonObject settings,
            List<String> network,
            String host,
            boolean keepLoopback) {
        JsonObject containers = settings.getObject("containers");
        ResolverFile base = new ResolverFile();
        base.parse(host);
        ResolverFile result = new ResolverFile();
        List<String> configured = containers.getStrings("dns_servers");
        if (!dns.isEmpty()) {
            result.servers.addAll(dns);
        } else if (!configured.isEmpty()) {
            result.servers.addAll(configured);
        } else {
            result.servers.addAll(network);
            for (String server : base.servers) {
                if ((keepLoopback || !isLoopback(server)) && !result.servers.contains(server)) {
                    result.servers.add(server);
                }
            }
        }
        if (result.servers.isEmpty()) {
            result.servers.add("8.8.8.8");
            result.servers.add("8.8.4.4");
        }
        result.searches.addAll(pick(dnsSearch, containers.getStrings("dns_searches"), base.searches));
        result.searches.removeAll(List.of("."));
        result.options.addAll(pick(dnsOptions, containers.getStrings("dns_options"), base.options));
        return result.text();
    }

    private static List<String> pick(List<String> first, List<String> second, List<String> third) {
        if (!first.isEmpty()) {
            return first;
        }
        return second.isEmpty() ? third : second;
    }

    private void parse(String text) {
        for (String line : text.split("\n")) {
            int comment = line.indexOf('#');
            StringTokenizer words = new StringTokenizer(comment < 0 ? line : line.substring(0, comment));
            String keyword = words.hasMoreTokens() ? words.nextToken() : "";
            List<String> values = new ArrayList<>();
            while (words.hasMoreTokens()) {
                values.add(words.nextToken());
            }
            switch (keyword) {
                case "nameserver" -> servers.addAll(values);
                case "search", "domain" -> {
                    searches.clear();
                    searches.addAll(values);
                }
                case "options" -> options.addAll(values);
                default -> {
                    // sortlist and comments mean nothing in a container
                }
            }
        }
    }

    private static boolean isLoopback(String server) {
        return server.startsWith("127.") || server.equals("::1");
    }

    private String text() {
        StringBuilder out = new StringBuilder();
        if (!searches.isEmpty()) {
            out.append("search ").append(String.join(" ", searches)).append('\n');
        }
        for (String server : servers) {
            out.append("nameserver ").append(server).append('\n');
        }
        if (!options.isEmpty()) {
            out.append("options ").append(String.join(" ", options)).append('\n');
        }
        return out.toString();
    }
}
