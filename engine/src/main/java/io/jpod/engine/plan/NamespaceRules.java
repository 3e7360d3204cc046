package io.jpod.engine.plan;

import io.jpod.api.JpodException;
import io.jpod.api.host.CgroupMode;
import io.jpod.engine.Containers;
import io.jpod.engine.EngineContext;
import io.jpod.engine.network.ContainerNetwork;
import io.jpod.engine.request.NamespaceMode;
import io.jpod.engine.request.NamespaceOptions;
import io.jpod.support.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which namespaces a container gets, shares or joins: flags, then containers.conf, then podman's defaults. */
final class NamespaceRules {
    final NamespaceMode pid;
    final NamespaceMode ipc;
    final NamespaceMode uts;
    final NamespaceMode cgroup;
    final NamespaceMode network;
    final NamespaceMode user;
    /** The containers that are joined, by full id. */
    final Map<String, Containers.Snapshot> joined = new LinkedHashMap<>();

    private final EngineContext context;
    private final ContainerLookup others;

    NamespaceRules(EngineContext context, NamespaceOptions options, ContainerLookup others) {
        this.context = context;
        this.others = others;
        JsonObject settings = context.settings().getObject("containers");
        pid = resolve("pid", options.pid(), settings.getString("pidns", "private"), List.of());
        ipc = resolve("ipc", options.ipc(), settings.getString("ipcns", "shareable"), List.of("shareable", "none"));
        uts = resolve("uts", options.uts(), settings.getString("utsns", "private"), List.of());
        String cgroupDefault = context.host().cgroupMode() == CgroupMode.UNIFIED ? "private" : "host";
        cgroup = resolve("cgroup", options.cgroup(), settings.getString("cgroupns", cgroupDefault), List.of());
        network = network(options.network(), settings);
        user = user(options, settings);
    }

    private NamespaceMode resolve(String kind, NamespaceMode asked, String standard, List<String> more) {
        NamespaceMode mode = asked.kind().isEmpty() ? mode(standard) : asked;
        return switch (mode.kind()) {
            case "container" -> container(kind, mode);
            case "ns" -> path(kind.equals("cgroup") ? kind : kind.toUpperCase(Locale.ROOT), mode);
            case "host", "private" -> mode;
            default -> {
                if (!more.contains(mode.kind())) {
                    throw JpodException.usage("unrecognized namespace mode " + mode.kind() + " passed");
                }
                yield mode;
            }
        };
    }

    private static NamespaceMode mode(String text) {
        int colon = text.indexOf(':');
        return NamespaceMode.builder()
                .kind(colon < 0 ? text : text.substring(0, colon))
                .value(colon < 0 ? "" : text.substring(colon + 1))
                .build();
    }

    private NamespaceMode container(String kind, NamespaceMode mode) {
        Containers.Snapshot other;
        try {
            other = others.get(mode.value());
        } catch (JpodException e) {
            throw new JpodException(e.code(), "looking up container to share " + kind + " namespace with", e);
        }
        if (kind.equals("ipc")) {
            String theirs = other.config().request().namespaces().ipc().kind();
            if (theirs.equals("private") || theirs.equals("none")) {
                throw JpodException.conflict("cannot share the ipc namespace of container "
                        + other.config().id() + ": its mode is " + theirs + ", not shareable");
            }
        }
        joined.put(other.config().id(), other);
        return mode.toBuilder().value(other.config().id()).build();
    }

    private static NamespaceMode path(String kind, NamespaceMode mode) {
        if (!Files.exists(Path.of(mode.value()))) {
            throw JpodException.notFound("cannot find specified " + kind + " namespace path: stat " + mode.value()
                    + ": no such file or directory");
        }
        return mode;
    }

    private NamespaceMode network(NamespaceMode asked, JsonObject settings) {
        NamespaceMode mode = asked.kind().isEmpty() ? mode(settings.getString("netns", "private")) : asked;
        NamespaceMode resolved = new ContainerNetwork(context.providers(), context.posix()).resolve(mode);
        return resolved.kind().equals("container") ? container("net", resolved) : resolved;
    }

    private NamespaceMode user(NamespaceOptions options, JsonObject settings) {
        boolean explicit = !options.uidMap().isEmpty()
                || !options.gidMap().isEmpty()
                || !options.subUidName().isEmpty()
                || !options.subGidName().isEmpty();
        NamespaceMode asked = options.user();
        if (explicit) {
            if (!asked.kind().isEmpty() && !asked.kind().equals("private")) {
                throw JpodException.usage(
                        "--userns and --uidmap/--gidmap/--subuidname/--subgidname are mutually exclusive");
            }
            return mode("private");
        }
        if (asked.kind().isEmpty()) {
            String fromEnvironment = context.host().environment().getOrDefault("PODMAN_USERNS", "");
            asked = mode(fromEnvironment.isEmpty() ? settings.getString("userns", "host") : fromEnvironment);
        }
        return switch (asked.kind()) {
            case "host", "" -> host(asked);
            case "container" -> container("user", asked);
            case "ns" -> path("user", asked);
            default -> {
                if (context.providers().idMap(asked.kind()).isEmpty()) {
                    throw JpodException.usage("unrecognized namespace mode " + asked.kind() + " passed");
                }
                yield asked;
            }
        };
    }

    private static NamespaceMode host(NamespaceMode asked) {
        if (!asked.value().isEmpty()) {
            throw JpodException.usage("unrecognized namespace mode host:" + asked.value() + " passed");
        }
        return mode("host");
    }
}
