package io.jpod.engine.spec;

import io.jpod.api.JpodException;
import io.jpod.api.idmap.IdRange;
import io.jpod.engine.EngineContext;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.request.NamespaceMode;
import io.jpod.engine.request.NamespaceOptions;
import io.jpod.engine.request.SecurityOptions;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The {@code linux} object (runtime-spec, config-linux.md). */
final class LinuxSection {
    private static final List<String> MASKED = List.of(
            "/proc/acpi",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/sys/firmware",
            "/sys/fs/selinux",
            "/sys/dev/block");
    private static final List<String> READ_ONLY =
            List.of("/proc/asound", "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private final EngineContext context;
    private final BundleRequest request;
    private final ContainerConfig config;
    private final SpecFacts facts;

    LinuxSection(EngineContext context, BundleRequest request, SpecFacts facts) {
        this.context = context;
        this.request = request;
        this.config = request.config();
        this.facts = facts;
    }

    JsonObject json(MountTable mounts, List<JsonObject> devices, List<JsonObject> deviceRules, List<String> bounding) {
        JsonObject json = new JsonObject();
        if (!facts.uids.isEmpty()) {
            json.put("uidMappings", mappings(facts.uids));
            json.put("gidMappings", mappings(facts.gids));
        }
        Map<String, String> sysctls =
                Sysctls.effective(config.request().namespaces(), config.network(), context.settings());
        if (!sysctls.isEmpty()) {
            json.put("sysctl", sysctls);
        }
        CgroupSection cgroup = new CgroupSection(context, config, facts);
        json.put("resources", cgroup.resources(deviceRules));
        String path = cgroup.path();
        if (!path.isEmpty()) {
            json.put("cgroupsPath", path);
        }
        json.put("namespaces", namespaces());
        if (!devices.isEmpty()) {
            json.put("devices", devices);
        }
        seccomp(json, bounding);
        if (mounts.anyOption("shared", "rshared")) {
            json.put("rootfsPropagation", "shared");
        } else if (mounts.anyOption("slave", "rslave")) {
            json.put("rootfsPropagation", "rslave");
        }
        hidden(json);
        String rdt = config.request().resources().rdtClass();
        if (!rdt.isEmpty()) {
            json.put("intelRdt", new JsonObject().put("closID", rdt));
        }
        String personality = config.request().process().personality();
        if (!personality.isEmpty()) {
            json.put("personality", new JsonObject().put("domain", personality));
        }
        return json;
    }

    private static List<Object> mappings(List<IdRange> ranges) {
        List<Object> result = new ArrayList<>(ranges.size());
        for (IdRange range : ranges) {
            result.add(new JsonObject()
                    .put("containerID", range.containerId())
                    .put("hostID", range.hostId())
                    .put("size", range.size()));
        }
        return result;
    }

    private List<Object> namespaces() {
        NamespaceOptions options = config.request().namespaces();
        List<Object> result = new ArrayList<>();
        namespace(result, "pid", "pid", options.pid());
        namespace(result, "network", "net", config.network());
        namespace(result, "ipc", "ipc", options.ipc());
        namespace(result, "uts", "uts", options.uts());
        result.add(new JsonObject().put("type", "mount"));
        if (facts.ownUserNamespace) {
            namespace(result, "user", "user", config.user());
        }
        namespace(result, "cgroup", "cgroup", options.cgroup());
        return result;
    }

    private void namespace(List<Object> result, String type, String file, NamespaceMode mode) {
        if (mode.kind().equals("host")) {
            return;
        }
        JsonObject namespace = new JsonObject().put("type", type);
        if (mode.kind().equals("container")) {
            BundleRequest.Joined other = request.joined().get(mode.value());
            if (other == null) {
                throw JpodException.conflict("cannot join the " + type + " namespace of container " + mode.value()
                        + ": container is not running");
            }
            namespace.put("path", "/proc/" + other.pid() + "/ns/" + file);
        } else if (mode.kind().equals("ns")) {
            namespace.put("path", mode.value());
        }
        result.add(namespace);
    }

    private void seccomp(JsonObject json, List<String> bounding) {
        String requested = config.request().security().seccomp();
        if (requested.equals("unconfined") || facts.privileged && requested.isEmpty()) {
            return;
        }
        json.put("seccomp", new SeccompFilters(context).filter(requested, bounding));
    }

    private void hidden(JsonObject json) {
        SecurityOptions security = config.request().security();
        if (facts.privileged) {
            return;
        }
        List<String> unmask = security.unmask();
        List<String> masked = new ArrayList<>();
        List<String> readOnly = new ArrayList<>();
        if (!unmask.contains("ALL")) {
            if (facts.hostNetwork && facts.rootless) {
                masked.add("/sys/kernel");
            }
            addUnlessUnmasked(masked, MASKED, unmask);
            addUnlessUnmasked(readOnly, READ_ONLY, unmask);
        }
        masked.addAll(security.mask());
        if (!masked.isEmpty()) {
            json.put("maskedPaths", masked);
        }
        if (!readOnly.isEmpty()) {
            json.put("readonlyPaths", readOnly);
        }
    }

    private static void addUnlessUnmasked(List<String> result, List<String> paths, List<String> unmask) {
        for (String path : paths) {
            boolean hide = true;
            for (String pattern : unmask) {
                if (PathPattern.matches(pattern, path)) {
                    hide = false;
                }
            }
            if (hide) {
                result.add(path);
            }
        }
    }
}
