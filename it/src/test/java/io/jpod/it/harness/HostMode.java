package io.jpod.it.harness;

import java.util.List;

/** A kind of machine that jpod must work on; each is made by {@code scripts/rootless-host}. */
public enum HostMode {
    /** Cgroup v2 with a subtree of the user's own, subordinate ids, tun, fuse, a runtime directory. */
    COMPLETE(),
    /** Cgroup v2, but nothing in it is the user's. */
    UNDELEGATED_CGROUP("--cgroup", "v2-undelegated"),
    /** The machine's own cgroups, for example hybrid. */
    MACHINE_CGROUPS("--cgroup", "host"),
    NO_SUBORDINATE_IDS("--no-subid"),
    NO_NEWUIDMAP("--no-newuidmap"),
    NO_TUN("--no-tun"),
    NO_FUSE("--no-fuse"),
    NO_RUNTIME_DIRECTORY("--no-runtime-dir"),
    /** Run by root, on the machine's own cgroups. */
    ROOT("--user", "root", "--cgroup", "host");

    private final List<String> options;

    HostMode(String... options) {
        this.options = List.of(options);
    }

    /** Options of {@code scripts/rootless-host}. */
    List<String> options() {
        return options;
    }
}
