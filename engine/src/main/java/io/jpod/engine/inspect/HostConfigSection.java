package io.jpod.engine.inspect;

import io.jpod.engine.Containers.Snapshot;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.request.CreateRequest;
import io.jpod.engine.request.DeviceSpec;
import io.jpod.engine.request.NamespaceMode;
import io.jpod.engine.request.ResourceLimits;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The member {@code HostConfig}. */
final class HostConfigSection {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

    private static final long SHM_SIZE = 65_536_000;

    /** What docker gives a container; {@code CapAdd} and {@code CapDrop} tell the difference. */
    private static final List<String> DOCKER_CAPABILITIES = List.of(
            "CAP_AUDIT_WRITE",
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FOWNER",
            "CAP_FSETID",
            "CAP_KILL",
            "CAP_MKNOD",
            "CAP_NET_BIND_SERVICE",
            "CAP_NET_RAW",
            "CAP_SETFCAP",
            "CAP_SETGID",
            "CAP_SETPCAP",
            "CAP_SETUID",
            "CAP_SYS_CHROOT");

    private final ContainerConfig config;
    private final CreateRequest request;
    private final RuntimeFacts facts;
    private final MountSections mounts;
    private final String cgroupManager;
    private final JsonObject json = new JsonObject();

    HostConfigSection(Snapshot container, RuntimeFacts facts, MountSections mounts, String cgroupManager) {
        this.config = container.config();
        this.request = config.request();
        this.facts = facts;
        this.mounts = mounts;
        this.cgroupManager = cgroupManager;
    }

    JsonObject describe() {
        json.put("Binds", mounts.binds())
                .put("CgroupManager", cgroupManager)
                .put("CgroupMode", mode(request.namespaces().cgroup(), "private"))
                .put("ContainerIDFile", request.lifecycle().cidFile())
                .put("LogConfig", log())
                .put("NetworkMode", mode(config.network(), "slirp4netns"))
                .put("PortBindings", PortSections.ports(config))
                .put(
                        "RestartPolicy",
                        new JsonObject()
                                .put("Name", request.lifecycle().restartPolicy())
                                .put("MaximumRetryCount", request.lifecycle().restartRetries()))
                .put("AutoRemove", request.lifecycle().remove())
                .put("VolumeDriver", "");
        listOrNull("VolumesFrom", request.filesystem().volumesFrom());
        capabilities();
        namespaces();
        resources();
        return json;
    }

    private JsonObject log() {
        return new JsonObject()
                .put("Type", config.logDriver())
                .putNull("Config")
                .put("Path", config.logPath())
                .put("Tag", request.log().options().getOrDefault("tag", ""))
                .put("Size", size(request.log().options().getOrDefault("max-size", "0")));
    }

    /** In steps of 1000 with four digits, as {@code 10kB}, {@code 1.5MB}. */
    static String size(String bytes) {
        long value = Long.parseLong(bytes);
        long scale = 1;
        int unit = 0;
        while (value / scale >= 1000 && unit < UNITS.length - 1) {
            scale *= 1000;
            unit++;
        }
        StringBuilder text = new StringBuilder().append(value / scale);
        long rest = value % scale;
        if (unit > 0 && rest > 0) {
            text.append('.');
            while (rest > 0 && text.length() < 5) {
                rest *= 10;
                text.append(rest / scale);
                rest %= scale;
            }
        }
        return text.append(UNITS[unit]).toString();
    }

    private void capabilities() {
        List<String> added = new ArrayList<>();
        List<String> dropped = new ArrayList<>();
        if (!request.security().privileged()) {
            added.addAll(facts.bounding());
            added.removeAll(DOCKER_CAPABILITIES);
            dropped.addAll(DOCKER_CAPABILITIES);
            dropped.removeAll(facts.bounding());
            Collections.sort(added);
        }
        json.put("CapAdd", added)
                .put("CapDrop", dropped)
                .put("Dns", request.network().dnsServers())
                .put("DnsOptions", request.network().dnsOptions())
                .put("DnsSearch", request.network().dnsSearch())
                .put("ExtraHosts", request.network().addHosts())
                .put("GroupAdd", request.process().groupAdd());
    }

    private void namespaces() {
        String cgroups = request.namespaces().cgroups();
        json.put("IpcMode", mode(request.namespaces().ipc(), "shareable"))
                .put("Cgroup", "")
                .put("Cgroups", cgroups.isEmpty() || cgroups.equals("enabled") ? "default" : cgroups)
                .putNull("Links")
                .put("OomScoreAdj", request.process().oomScoreAdj().orElse(0))
                .put("PidMode", mode(request.namespaces().pid(), "private"))
                .put("Privileged", request.security().privileged())
                .put("PublishAllPorts", request.network().publishAll())
                .put("ReadonlyRootfs", request.filesystem().readOnly())
                .put("SecurityOpt", securityOptions())
                .put("Tmpfs", mounts.tmpfs())
                .put("UTSMode", mode(request.namespaces().uts(), "private"))
                .put("UsernsMode", config.uidMap().isEmpty() ? "" : "private");
        if (!config.uidMap().isEmpty()) {
            json.put(
                    "IDMappings",
                    new JsonObject().put("UidMap", config.uidMap()).put("GidMap", config.gidMap()));
        }
        json.put("ShmSize", request.filesystem().shmSize().orElse(SHM_SIZE))
                .put("Runtime", "oci")
                .put("ConsoleSize", List.of(0, 0))
                .put("Isolation", "");
    }

    private List<String> securityOptions() {
        List<String> result = new ArrayList<>();
        if (!request.security().seccomp().isEmpty()) {
            result.add("seccomp=" + request.security().seccomp());
        }
        if (!request.security().apparmor().isEmpty()) {
            result.add("apparmor=" + request.security().apparmor());
        }
        for (String label : request.security().selinuxLabels()) {
            result.add("label=" + label);
        }
        if (request.security().noNewPrivileges()) {
            result.add("no-new-privileges");
        }
        return result;
    }

    private void resources() {
        ResourceLimits limits = request.resources();
        long period = limits.cpuPeriod().orElse(0L);
        long quota = limits.cpuQuota().orElse(0L);
        json.put("CpuShares", limits.cpuShares().orElse(0L))
                .put("Memory", limits.memory().orElse(0L))
                .put("NanoCpus", period == 0 || quota <= 0 ? 0 : quota * 1_000_000_000L / period)
                .put("CgroupParent", request.namespaces().cgroupParent())
                .put("BlkioWeight", limits.blkioWeight().orElse(0L));
        pairs("BlkioWeightDevice", "Weight", limits.blkioWeightDevice());
        pairs("BlkioDeviceReadBps", "Rate", limits.deviceReadBps());
        pairs("BlkioDeviceWriteBps", "Rate", limits.deviceWriteBps());
        pairs("BlkioDeviceReadIOps", "Rate", limits.deviceReadIops());
        pairs("BlkioDeviceWriteIOps", "Rate", limits.deviceWriteIops());
        json.put("CpuPeriod", period)
                .put("CpuQuota", quota)
                .put("CpuRealtimePeriod", limits.cpuRtPeriod().orElse(0L))
                .put("CpuRealtimeRuntime", limits.cpuRtRuntime().orElse(0L))
                .put("CpusetCpus", limits.cpusetCpus())
                .put("CpusetMems", limits.cpusetMems())
                .put("Devices", devices())
                .put("DiskQuota", 0)
                .put("KernelMemory", 0)
                .put("MemoryReservation", limits.memoryReservation().orElse(0L))
                .put("MemorySwap", limits.memorySwap().orElse(0L))
                .put("MemorySwappiness", limits.memorySwappiness().orElse(0L))
                .put("OomKillDisable", limits.oomKillDisable())
                .put("PidsLimit", limits.pidsLimit().orElse(facts.pidsLimit()))
                .put("Ulimits", ulimits())
                .put("CpuCount", 0)
                .put("CpuPercent", 0)
                .put("IOMaximumIOps", 0)
                .put("IOMaximumBandwidth", 0);
        if (limits.cgroupConf().isEmpty()) {
            json.putNull("CgroupConf");
        } else {
            json.put("CgroupConf", limits.cgroupConf());
        }
    }

    private List<Object> devices() {
        List<Object> result = new ArrayList<>();
        for (DeviceSpec device : request.security().devices()) {
            result.add(new JsonObject()
                    .put("PathOnHost", device.hostPath())
                    .put("PathInContainer", device.containerPath())
                    .put("CgroupPermissions", device.permissions()));
        }
        return result;
    }

    private List<Object> ulimits() {
        List<Object> result = new ArrayList<>();
        for (JsonObject limit : facts.ulimits()) {
            result.add(new JsonObject()
                    .put("Name", limit.getString("type", ""))
                    .put("Soft", limit(limit.get("soft")))
                    .put("Hard", limit(limit.get("hard"))));
        }
        return result;
    }

    /** No limit is the largest unsigned number for the runtime and -1 for people. */
    private static long limit(Object value) {
        return value instanceof Long number ? number : -1;
    }

    private void pairs(String name, String valueName, List<String> pairs) {
        if (pairs.isEmpty()) {
            json.putNull(name);
            return;
        }
        List<Object> result = new ArrayList<>();
        for (String pair : pairs) {
            int colon = pair.lastIndexOf(':');
            result.add(new JsonObject()
                    .put("Path", pair.substring(0, colon))
                    .put(valueName, Long.parseLong(pair.substring(colon + 1))));
        }
        json.put(name, result);
    }

    private void listOrNull(String name, List<String> values) {
        if (values.isEmpty()) {
            json.putNull(name);
        } else {
            json.put(name, values);
        }
    }

    private static String mode(NamespaceMode mode, String fallback) {
        if (mode.kind().isEmpty()) {
            return fallback;
        }
        return mode.value().isEmpty() || mode.kind().equals("slirp4netns")
                ? mode.kind()
                : mode.kind() + ":" + mode.value();
    }
}
