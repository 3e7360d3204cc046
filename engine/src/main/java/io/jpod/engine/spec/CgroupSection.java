package io.jpod.engine.spec;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.request.ResourceLimits;
import io.jpod.support.cgroup.CgroupManager;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.FileStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Limits and the cgroup that they are set on; nothing where no cgroup can be had. */
public final class CgroupSection {
    private static final long DEFAULT_PIDS = 2048;

    private final EngineContext context;
    private final ContainerConfig config;
    private final SpecFacts facts;
    private final CgroupManager manager;

    CgroupSection(EngineContext context, ContainerConfig config, SpecFacts facts) {
        this.context = context;
        this.config = config;
        this.facts = facts;
        this.manager = manager(context, config.request().namespaces().cgroups());
    }

    /**
     * Who makes the cgroup of a container.
     *
     * @param cgroups the value of {@code --cgroups}
     */
    public static CgroupManager manager(EngineContext context, String cgroups) {
        if (cgroups.equals("disabled")) {
            return CgroupManager.DISABLED;
        }
        CgroupManager manager = CgroupManager.choose(
                context.host(), context.settings().getObject("engine").getString("cgroup_manager", ""));
        boolean unusable = manager == CgroupManager.CGROUPFS && (isBusy(context) || !reachesDelegated(context));
        return unusable ? CgroupManager.DISABLED : manager;
    }

    /**
     * True when processes of this one's cgroup may be moved into groups below the delegated one: it is in there itself (cgroups(7),
     * delegation containment). Root may move them anywhere.
     */
    public static boolean reachesDelegated(EngineContext context) {
        Optional<Path> delegated = context.host().delegatedCgroup();
        if (!context.host().rootless() || delegated.isEmpty()) {
            return true;
        }
        String tree = "0::/" + Path.of("/sys/fs/cgroup").relativize(delegated.get());
        for (String line :
                new HostText(context.posix()).read("/proc/self/cgroup").split("\n")) {
            if (line.equals(tree) || line.startsWith(tree.endsWith("/") ? tree : tree + "/")) {
                return true;
            }
        }
        return false;
    }

    /**
     * True when processes live in the delegated group itself. The kernel does not let such a group hand controllers down (cgroups(7), no
     * internal processes), and crun tries for seconds.
     */
    public static boolean isBusy(EngineContext context) {
        Optional<Path> delegated = context.host().delegatedCgroup();
        if (!context.host().rootless() || delegated.isEmpty()) {
            return false;
        }
        HostText files = new HostText(context.posix());
        return !files.read("/sys/fs/cgroup/cgroup.controllers").isBlank()
                && !files.read(delegated.get().resolve("cgroup.procs").toString())
                        .isEmpty();
    }

    /** The {@code cgroupsPath}; empty without a cgroup. */
    String path() {
        String parent = config.request().namespaces().cgroupParent();
        switch (manager) {
            case DISABLED:
                return "";
            case SYSTEMD:
                return (parent.isEmpty() ? facts.rootless ? "user.slice" : "machine.slice" : parent) + ":libpod:"
                        + config.id();
            case CGROUPFS:
                break;
        }
        Optional<Path> delegated = context.host().delegatedCgroup();
        String base = parent;
        if (parent.isEmpty()) {
            base = delegated.isEmpty()
                    ? "/libpod_parent"
                    : "/" + Path.of("/sys/fs/cgroup").relativize(delegated.get());
        }
        return (base.equals("/") ? "" : base) + "/libpod-" + config.id();
    }

    /** The {@code resources} object. */
    JsonObject resources(List<JsonObject> deviceRules) {
        JsonObject json = new JsonObject();
        if (!facts.mountDevices && manager != CgroupManager.DISABLED) {
            json.put("devices", devices(deviceRules));
        }
        if (manager == CgroupManager.DISABLED) {
            return json;
        }
        ResourceLimits limits = config.request().resources();
        putUnlessEmpty(json, "memory", memory(limits));
        putUnlessEmpty(json, "cpu", cpu(limits));
        pids(json, limits);
        putUnlessEmpty(json, "blockIO", blockIo(limits));
        if (!limits.cgroupConf().isEmpty()) {
            json.put("unified", limits.cgroupConf());
        }
        return json;
    }

    private List<Object> devices(List<JsonObject> rules) {
        List<Object> result = new ArrayList<>();
        JsonObject all = new JsonObject();
        all.put("allow", facts.privileged).put("access", "rwm");
        result.add(all);
        if (!facts.privileged) {
            result.addAll(rules);
        }
        for (String rule : config.request().security().deviceCgroupRules()) {
            result.add(parsedRule(rule));
        }
        return result;
    }

    private static JsonObject parsedRule(String rule) {
        String[] words = rule.split(" ");
        int colon = words.length == 3 ? words[1].indexOf(':') : -1;
        if (colon < 0) {
            throw JpodException.usage("invalid device cgroup rule format: '" + rule
                    + "', device cgroup rule type must be 'a', 'b', or 'c'");
        }
        JsonObject json = new JsonObject().put("allow", true).put("type", words[0]);
        String major = words[1].substring(0, colon);
        String minor = words[1].substring(colon + 1);
        if (!major.equals("*")) {
            json.put("major", Long.parseLong(major));
        }
        if (!minor.equals("*")) {
            json.put("minor", Long.parseLong(minor));
        }
        return json.put("access", words[2]);
    }

    private static JsonObject memory(ResourceLimits limits) {
        JsonObject json = new JsonObject();
        json.put("limit", limits.memory().orElse(null));
        json.put("reservation", limits.memoryReservation().orElse(null));
        if (limits.memorySwap().isPresent()) {
            json.put("swap", limits.memorySwap().get());
        } else if (limits.memory().isPresent()) {
            json.put("swap", 2 * limits.memory().get());
        }
        json.put("swappiness", limits.memorySwappiness().orElse(null));
        if (limits.oomKillDisable()) {
            json.put("disableOOMKiller", true);
        }
        return json;
    }

    private static JsonObject cpu(ResourceLimits limits) {
        JsonObject json = new JsonObject();
        json.put("shares", limits.cpuShares().orElse(null));
        json.put("quota", limits.cpuQuota().orElse(null));
        json.put("period", limits.cpuPeriod().orElse(null));
        json.put("realtimeRuntime", limits.cpuRtRuntime().orElse(null));
        json.put("realtimePeriod", limits.cpuRtPeriod().orElse(null));
        if (!limits.cpusetCpus().isEmpty()) {
            json.put("cpus", limits.cpusetCpus());
        }
        if (!limits.cpusetMems().isEmpty()) {
            json.put("mems", limits.cpusetMems());
        }
        return json;
    }

    private void pids(JsonObject json, ResourceLimits limits) {
        if (limits.pidsLimit().isPresent()) {
            json.put(
                    "pids",
                    new JsonObject().put("limit", Math.max(0, limits.pidsLimit().get())));
            return;
        }
        if (facts.rootless && manager != CgroupManager.SYSTEMD) {
            return;
        }
        long configured = context.settings().getObject("containers").getLong("pids_limit", DEFAULT_PIDS);
        if (configured > 0) {
            json.put("pids", new JsonObject().put("limit", configured));
        }
    }

    private JsonObject blockIo(ResourceLimits limits) {
        JsonObject json = new JsonObject();
        json.put("weight", limits.blkioWeight().orElse(null));
        putDevices(json, "weightDevice", "weight", limits.blkioWeightDevice());
        putDevices(json, "throttleReadBpsDevice", "rate", limits.deviceReadBps());
        putDevices(json, "throttleWriteBpsDevice", "rate", limits.deviceWriteBps());
        putDevices(json, "throttleReadIOPSDevice", "rate", limits.deviceReadIops());
        putDevices(json, "throttleWriteIOPSDevice", "rate", limits.deviceWriteIops());
        return json;
    }

    private void putDevices(JsonObject json, String member, String unit, List<String> entries) {
        List<Object> result = new ArrayList<>();
        for (String entry : entries) {
            int colon = entry.lastIndexOf(':');
            FileStatus status = new HostDevices(context.posix()).status(entry.substring(0, colon));
            result.add(new JsonObject()
                    .put("major", status.major())
                    .put("minor", status.minor())
                    .put(unit, Long.parseLong(entry.substring(colon + 1))));
        }
        if (!result.isEmpty()) {
            json.put(member, result);
        }
    }

    private static void putUnlessEmpty(JsonObject json, String member, JsonObject value) {
        if (!value.isEmpty()) {
            json.put(member, value);
        }
    }
}
