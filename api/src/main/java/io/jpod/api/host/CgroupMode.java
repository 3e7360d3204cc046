package io.jpod.api.host;

/** How control groups are mounted at {@code /sys/fs/cgroup}; see cgroups(7). */
public enum CgroupMode {
    /** Only version 2. */
    UNIFIED,
    /** Version 1 controllers with a version 2 hierarchy beside them. */
    HYBRID,
    /** Only version 1. */
    LEGACY,
    /** Nothing is mounted. */
    NONE
}
