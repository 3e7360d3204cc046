package io.jpod.support.cgroup;

import io.jpod.api.JpodException;
import io.jpod.api.host.HostFacts;
import java.nio.file.Files;
import java.nio.file.Path;

/** The ways in which a container gets a cgroup. */
public enum CgroupManager {
    /** systemd is asked over D-Bus. */
    SYSTEMD,
    /** The runtime makes directories below {@link HostFacts#delegatedCgroup}. */
    CGROUPFS,
    /** There is none: the container stays in the engine's cgroup and cannot be limited. */
    DISABLED;

    /**
     * Decides for a host.
     *
     * @param configured {@code systemd}, {@code cgroupfs}, {@code disabled}, or empty for what the host can do
     * @throws JpodException USAGE for another word
     */
    public static CgroupManager choose(HostFacts host, String configured) {
        switch (configured) {
            case "systemd":
                return SYSTEMD;
            case "disabled":
                return DISABLED;
            case "cgroupfs", "":
                break;
            default:
                throw JpodException.usage(
                        "unsupported cgroup manager \"" + configured + "\": must be systemd or cgroupfs");
        }
        if (host.delegatedCgroup().isEmpty()) {
            return DISABLED;
        }
        return configured.isEmpty() && host.systemd() && busReachable(host) ? SYSTEMD : CGROUPFS;
    }

    private static boolean busReachable(HostFacts host) {
        if (!host.rootless()) {
            return Files.exists(Path.of("/run/dbus/system_bus_socket"))
                    || Files.exists(Path.of("/run/systemd/private"));
        }
        String runtime = host.environment().getOrDefault("XDG_RUNTIME_DIR", "/run/user/" + host.userId());
        return Files.exists(Path.of(runtime, "bus")) || Files.exists(Path.of(runtime, "systemd", "private"));
    }
}
