package io.jpod.cli.create;

import io.jpod.api.JpodException;
import io.jpod.cli.option.Options;
import io.jpod.engine.request.NamespaceMode;
import io.jpod.engine.request.NamespaceOptions;
import java.util.List;
import java.util.Map;

/** Which namespaces the container gets, and id maps. */
final class NamespaceParser {
    private final Options options;
    private final Map<String, String> environment;

    NamespaceParser(Options options, Map<String, String> environment) {
        this.options = options;
        this.environment = environment;
    }

    NamespaceOptions parse() {
        boolean maps = options.given("uidmap")
                || options.given("gidmap")
                || options.given("subuidname")
                || options.given("subgidname");
        if (options.given("userns") && maps) {
            throw JpodException.usage(
                    "--userns and --uidmap/--gidmap/--subuidname/--subgidname are mutually exclusive");
        }
        return NamespaceOptions.builder()
                .pid(known("pid", "host,private,container,ns"))
                .ipc(known("ipc", "none,private,shareable,host,container,ns"))
                .uts(known("uts", "private,host,container,ns"))
                .cgroup(known("cgroupns", "private,host,container,ns"))
                .user(user(maps))
                .network(network())
                .uidMap(map("uidmap", "UID"))
                .gidMap(map("gidmap", "GID"))
                .subUidName(options.text("subuidname"))
                .subGidName(options.text("subgidname"))
                .cgroups(cgroups())
                .cgroupParent(options.text("cgroup-parent"))
                .sysctls(sysctls())
                .build();
    }

    static NamespaceMode mode(String text) {
        int colon = text.indexOf(':');
        return NamespaceMode.builder()
                .kind(colon < 0 ? text : text.substring(0, colon))
                .value(colon < 0 ? "" : text.substring(colon + 1))
                .build();
    }

    private NamespaceMode known(String name, String kinds) {
        String text = options.text(name);
        NamespaceMode mode = mode(text);
        if (text.isEmpty() || text.equals("default")) {
            return mode("");
        }
        boolean valued = mode.kind().equals("container") || mode.kind().equals("ns");
        if (!("," + kinds + ",").contains("," + mode.kind() + ",") || !valued && text.indexOf(':') >= 0) {
            throw JpodException.usage("unrecognized namespace mode " + text + " passed");
        }
        requireValue(mode);
        return mode;
    }

    private static void requireValue(NamespaceMode mode) {
        if (mode.kind().equals("ns") && mode.value().isEmpty()) {
            throw JpodException.usage("invalid config provided: namespace mode path requires a value");
        }
        if (mode.kind().equals("container") && mode.value().isEmpty()) {
            throw JpodException.usage(
                    "must provide name or ID to join when specifying container: name or ID cannot be empty");
        }
    }

    /** Any word may be the id of an idmap provider: the engine knows. */
    private NamespaceMode user(boolean maps) {
        String text = options.text("userns");
        if (!options.given("userns") && !maps) {
            text = environment.getOrDefault("PODMAN_USERNS", "");
        }
        NamespaceMode mode = mode(text);
        requireValue(mode);
        return mode;
    }

    /** Any word may be the id of a network provider: the engine knows. */
    private NamespaceMode network() {
        List<String> networks = options.list("network");
        if (networks.isEmpty()) {
            return mode("");
        }
        NamespaceMode mode = mode(networks.get(0));
        if (networks.size() > 1) {
            throw JpodException.usage("cannot set multiple networks without bridge network mode, selected mode "
                    + mode.kind() + ": invalid argument");
        }
        requireValue(mode);
        return mode;
    }

    private List<String> map(String name, String word) {
        List<String> maps = options.list(name);
        for (String text : maps) {
            if (!isMap(text)) {
                throw JpodException.usage("initializing ID mappings: " + word
                        + " setting is malformed expected [\"uint32:uint32:uint32\"]: [" + GoText.quote(text) + "]");
            }
        }
        return maps;
    }

    /** {@code [flags]container:from[:amount]}; flags are + u g, from may begin with @. */
    private static boolean isMap(String text) {
        List<String> parts = GoText.split(text, ':');
        if (parts.size() < 2 || parts.size() > 3) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            int start = 0;
            while (i == 0 && start < part.length() && "+ug".indexOf(part.charAt(start)) >= 0) {
                start++;
            }
            if (i == 1 && part.startsWith("@")) {
                start = 1;
            }
            try {
                long value = Long.parseLong(part.substring(start));
                if (value < 0 || value > 0xffffffffL) {
                    return false;
                }
            } catch (NumberFormatException e) {
                return false;
            }
        }
        return true;
    }

    private String cgroups() {
        String text = options.text("cgroups");
        switch (text) {
            case "enabled", "disabled", "no-conmon", "split":
                return text;
            default:
                throw JpodException.usage("running container create option: invalid cgroup mode " + GoText.quote(text)
                        + ": invalid argument");
        }
    }

    private Map<String, String> sysctls() {
        for (String text : options.list("sysctl")) {
            if (text.indexOf('=') < 0) {
                throw JpodException.usage(text + " is invalid, sysctl values must be in the form of KEY=VALUE");
            }
        }
        return Definitions.pairs(options.list("sysctl"), "");
    }
}
