package io.jpod.engine.cgroup;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.spec.CgroupSection;
import io.jpod.support.cgroup.CgroupManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** One container's group without controllers. A container that has none, or whose runtime has made one, is left alone. */
public final class FreezerGroup {
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    /** Killed processes leave their group a moment later. */
    private static final long REMOVAL_NANOS = 200_000_000L;

    private final EngineContext context;
    private final Path group;

    private FreezerGroup(EngineContext context, Path group) {
        this.context = context;
        this.group = group;
    }

    /** The group that the container has or is to have; empty where the runtime looks after that, or nobody can. */
    public static Optional<FreezerGroup> of(EngineContext context, ContainerConfig config) {
        String cgroups = config.request().namespaces().cgroups();
        boolean wanted = !cgroups.equals("disabled")
                && CgroupSection.isBusy(context)
                && CgroupSection.manager(context, cgroups) == CgroupManager.DISABLED;
        return wanted
                ? Optional.of(below(context, context.host().delegatedCgroup().orElseThrow(), config.id()))
                : Optional.empty();
    }

    static FreezerGroup below(EngineContext context, Path parent, String id) {
        return new FreezerGroup(context, parent.resolve("libpod-" + id));
    }

    /** Moves a process in; its children follow. That it cannot be moved only means that it cannot be frozen. */
    public void adopt(int pid) {
        try {
            Files.createDirectories(group);
            Files.writeString(group.resolve("cgroup.procs"), Integer.toString(pid));
        } catch (IOException e) {
            context.log().debug("process " + pid + " stays out of " + group + ": " + e);
        }
    }

    /** True when there is something to freeze. */
    public boolean exists() {
        return Files.exists(group.resolve("cgroup.freeze"));
    }

    /** Stops or continues all processes, and waits until they do. */
    public void freeze(boolean frozen) {
        try {
            Files.writeString(group.resolve("cgroup.freeze"), frozen ? "1" : "0");
            String wanted = "frozen " + (frozen ? 1 : 0);
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (!Files.readString(group.resolve("cgroup.events")).contains(wanted)) {
                if (System.nanoTime() > deadline) {
                    throw new JpodException(
                            ErrorCode.HOST, (frozen ? "freezing " : "thawing ") + group + " takes too long");
                }
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            throw JpodException.host((frozen ? "freezing " : "thawing ") + group, e);
        }
    }

    /** Removes the group once its processes have ended; a group that is gone is no error. */
    public void remove() {
        long deadline = System.nanoTime() + REMOVAL_NANOS;
        IOException last = null;
        do {
            try {
                Files.deleteIfExists(group);
                return;
            } catch (IOException e) {
                last = e;
                Thread.onSpinWait();
            }
        } while (System.nanoTime() < deadline);
        context.log().debug("group " + group + " stays: " + last);
    }
}
