package io.jpod.engine.plan;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.request.CreateRequest;
import io.jpod.engine.request.ResourceLimits;
import io.jpod.engine.spec.CgroupSection;
import io.jpod.support.cgroup.CgroupManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Limits are refused where nothing could enforce them; podman's own default limit is not asked for and silently left out. */
final class LimitRules {
    private static final long MIN_MEMORY = 6L << 20;
    /** What {@code --cpus} sets beside the quota, in microseconds. */
    private static final long CPUS_PERIOD = 100_000;

    private LimitRules() {}

    static void check(EngineContext context, CreateRequest request) {
        ResourceLimits limits = request.resources();
        numbers(limits);
        Map<String, String> wanted = wanted(limits);
        put(wanted, "--cgroup-parent", "", !request.namespaces().cgroupParent().isEmpty());
        if (wanted.isEmpty()) {
            return;
        }
        String flag = wanted.keySet().iterator().next();
        String cgroups = request.namespaces().cgroups();
        if (cgroups.equals("disabled")) {
            throw JpodException.usage("cannot set " + flag + " when cgroups are disabled");
        }
        controllers(context, wanted);
        if (CgroupSection.manager(context, cgroups) != CgroupManager.DISABLED) {
            return;
        }
        if (CgroupSection.isBusy(context)) {
            throw new JpodException(
                            ErrorCode.HOST,
                            flag + " cannot be enforced: processes live in the delegated cgroup "
                                    + context.host().delegatedCgroup().orElseThrow() + " itself")
                    .withRemedy("move them to a group below it, or run in a systemd user session");
        }
        if (!CgroupSection.reachesDelegated(context)) {
            throw new JpodException(
                            ErrorCode.HOST,
                            flag
                                    + " cannot be enforced: processes of this session cannot be moved into the delegated cgroup "
                                    + context.host().delegatedCgroup().orElseThrow())
                    .withRemedy(
                            "let systemd do it with --cgroup-manager systemd, or start jpod by systemd-run --user --scope");
        }
        throw new JpodException(
                        ErrorCode.HOST,
                        flag + " cannot be enforced: no cgroup is delegated to this user (cgroups: "
                                + context.host().cgroupMode().name().toLowerCase(java.util.Locale.ROOT) + ")")
                .withRemedy("limits need cgroup v2 and delegation: run in a systemd user session, or see"
                        + " systemd.resource-control(5), Delegate=");
    }

    /** A controller that is not delegated is named; systemd is asked for what it has not given yet. */
    private static void controllers(EngineContext context, Map<String, String> wanted) {
        if (context.host().delegatedCgroup().isEmpty()) {
            return;
        }
        Path file = context.host().delegatedCgroup().get().resolve("cgroup.controllers");
        List<String> available;
        try {
            available = Arrays.asList(Files.readString(file).strip().split(" "));
        } catch (IOException e) {
            return;
        }
        for (Map.Entry<String, String> entry : wanted.entrySet()) {
            if (!entry.getValue().isEmpty() && !available.contains(entry.getValue())) {
                throw new JpodException(
                                ErrorCode.HOST,
                                entry.getKey() + " cannot be enforced: the " + entry.getValue()
                                        + " controller is not delegated in " + file)
                        .withRemedy("delegate the controller to this user, for systemd with Delegate="
                                + entry.getValue() + " in user@.service");
            }
        }
    }

    /** Flags with the controller that each needs, empty for any. */
    private static Map<String, String> wanted(ResourceLimits limits) {
        Map<String, String> result = new LinkedHashMap<>();
        put(result, "--memory", "memory", limits.memory().isPresent());
        put(result, "--memory-reservation", "memory", limits.memoryReservation().isPresent());
        put(result, "--memory-swap", "memory", limits.memorySwap().isPresent());
        put(result, "--memory-swappiness", "memory", limits.memorySwappiness().isPresent());
        put(result, "--oom-kill-disable", "memory", limits.oomKillDisable());
        put(result, "--cpu-shares", "cpu", limits.cpuShares().isPresent());
        boolean cpus = limits.cpuQuota().isPresent() && limits.cpuPeriod().orElse(0L) == CPUS_PERIOD;
        put(result, "--cpus", "cpu", cpus);
        put(result, "--cpu-period", "cpu", !cpus && limits.cpuPeriod().isPresent());
        put(result, "--cpu-quota", "cpu", !cpus && limits.cpuQuota().isPresent());
        put(result, "--cpu-rt-period", "cpu", limits.cpuRtPeriod().isPresent());
        put(result, "--cpu-rt-runtime", "cpu", limits.cpuRtRuntime().isPresent());
        put(result, "--cpuset-cpus", "cpuset", !limits.cpusetCpus().isEmpty());
        put(result, "--cpuset-mems", "cpuset", !limits.cpusetMems().isEmpty());
        put(
                result,
                "--pids-limit",
                "pids",
                limits.pidsLimit().isPresent() && limits.pidsLimit().get() > 0);
        put(result, "--blkio-weight", "io", limits.blkioWeight().isPresent());
        put(result, "--blkio-weight-device", "io", !limits.blkioWeightDevice().isEmpty());
        put(result, "--device-read-bps", "io", !limits.deviceReadBps().isEmpty());
        put(result, "--device-write-bps", "io", !limits.deviceWriteBps().isEmpty());
        put(result, "--device-read-iops", "io", !limits.deviceReadIops().isEmpty());
        put(result, "--device-write-iops", "io", !limits.deviceWriteIops().isEmpty());
        put(result, "--cgroup-conf", "", !limits.cgroupConf().isEmpty());
        return result;
    }

    private static void put(Map<String, String> result, String flag, String controller, boolean asked) {
        if (asked) {
            result.put(flag, controller);
        }
    }

    private static void numbers(ResourceLimits limits) {
        long memory = limits.memory().orElse(0L);
        if (memory != 0 && memory < MIN_MEMORY) {
            throw JpodException.usage("minimum memory limit allowed is 6MB");
        }
        if (limits.memorySwap().isPresent() && limits.memorySwap().get() != -1) {
            if (memory == 0) {
                throw JpodException.usage("you should always set the memory limit when using the memoryswap limit");
            }
            if (limits.memorySwap().get() < memory) {
                throw JpodException.usage("minimum memoryswap limit should be larger than memory limit");
            }
        }
        long reservation = limits.memoryReservation().orElse(0L);
        if (memory != 0 && reservation > memory) {
            throw JpodException.usage("minimum memory limit should be larger than memory reservation limit");
        }
        long swappiness = limits.memorySwappiness().orElse(-1L);
        if (swappiness < -1 || swappiness > 100) {
            throw JpodException.usage("invalid value: " + swappiness + ", valid memory swappiness range is 0-100");
        }
        long weight = limits.blkioWeight().orElse(0L);
        if (weight != 0 && (weight < 10 || weight > 1000)) {
            throw JpodException.usage("range of blkio weight is from 10 to 1000");
        }
    }
}
