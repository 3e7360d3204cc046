package io.jpod.engine.spec;

import io.jpod.api.host.CgroupMode;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.request.SecurityOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The file systems that every container has: {@code /proc}, {@code /dev}, {@code /sys} and what lies below them. */
final class StandardMounts {
    private final ContainerConfig config;
    private final SpecFacts facts;
    private final HostFacts host;

    StandardMounts(ContainerConfig config, SpecFacts facts, HostFacts host) {
        this.config = config;
        this.facts = facts;
        this.host = host;
    }

    void addTo(MountTable table) {
        proc(table);
        table.put("/dev", "tmpfs", "tmpfs", "nosuid", "noexec", "strictatime", "mode=755", "size=65536k");
        boolean ownSys = sys(table);
        devices(table);
        if (ownSys && host.cgroupMode() != CgroupMode.NONE) {
            cgroup(table);
        }
    }

    private void proc(MountTable table) {
        SecurityOptions security = config.request().security();
        if (facts.hostPid && (facts.rootless || facts.ownUserNamespace)) {
            table.put("/proc", "bind", "/proc", "rbind", "nosuid", "noexec", "nodev", "rw", "rprivate");
        } else if (!security.procOpts().isEmpty()) {
            table.put("/proc", "proc", "proc", security.procOpts());
        } else {
            table.put("/proc", "proc", "proc", "nosuid", "noexec", "nodev");
        }
    }

    /** @return false when the host's is shown, with all that is mounted in it */
    private boolean sys(MountTable table) {
        String access = facts.privileged ? "rw" : "ro";
        boolean foreignNetwork = facts.hostNetwork || facts.ownUserNamespace && facts.joinedNetwork;
        if (foreignNetwork && (facts.rootless || facts.ownUserNamespace)) {
            table.put("/sys", "bind", "/sys", "rprivate", "nosuid", "noexec", "nodev", access, "rbind");
            return false;
        }
        if (facts.privileged) {
            table.put("/sys", "sysfs", "sysfs", "rprivate", "nosuid", "noexec", "nodev", access);
        } else {
            table.put("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", access);
        }
        return true;
    }

    private void devices(MountTable table) {
        List<IdRange> gids = facts.gids.isEmpty() ? host.namespaceIds().gids() : facts.gids;
        List<String> options = new ArrayList<>();
        boolean tty = IdMapping.toHost(gids, 5).isPresent();
        if (!tty) {
            options.add("rprivate");
        }
        options.addAll(List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"));
        if (tty) {
            options.add("gid=5");
        }
        table.put("/dev/pts", "devpts", "devpts", options);
        if (facts.hostIpc && (facts.rootless || facts.ownUserNamespace)) {
            if (Files.exists(Path.of("/dev/mqueue"))) {
                table.put("/dev/mqueue", "bind", "/dev/mqueue", "bind", "nosuid", "noexec", "nodev");
            }
        } else {
            table.put("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev");
        }
    }

    private void cgroup(MountTable table) {
        if (facts.systemd) {
            table.put("/sys/fs/cgroup", "cgroup", "cgroup", "private", "rw");
            return;
        }
        List<String> unmask = config.request().security().unmask();
        boolean writable = facts.privileged || unmask.contains("ALL") || unmask.contains("/sys/fs/cgroup");
        table.put(
                "/sys/fs/cgroup",
                "cgroup",
                "cgroup",
                "rprivate",
                "nosuid",
                "noexec",
                "nodev",
                "relatime",
                writable ? "rw" : "ro");
    }
}
