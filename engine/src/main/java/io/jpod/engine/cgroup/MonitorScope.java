package io.jpod.engine.cgroup;

import io.jpod.api.JpodException;
import io.jpod.api.process.ProcessRequest;
import io.jpod.engine.EngineContext;
import io.jpod.engine.spec.CgroupSection;
import io.jpod.support.cgroup.CgroupManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Scopes of systemd for monitors. A monitor that stays in the cgroup of the session from which jpod was called ends with that session
 * where logind kills what is left of one; and a runtime can move a process into a container's group only from a group of the same
 * delegated tree (cgroups(7), delegation containment), which a session's scope is not in.
 */
public final class MonitorScope {
    private final EngineContext context;

    public MonitorScope(EngineContext context) {
        this.context = context;
    }

    /**
     * Moves the monitor of a container into {@code libpod-conmon-ID.scope} unless {@link #prefix} did, without waiting for it: nothing
     * depends on it. A monitor that systemd itself started as part of a service stays there, so that the service finds it.
     *
     * @param cgroups the value of {@code --cgroups}
     * @param parent the slice, empty for the usual one
     */
    public void adopt(String container, int monitorPid, String cgroups, String parent) {
        Optional<Path> busctl = context.host().findExecutable("busctl");
        if (!cgroups.isEmpty() && !cgroups.equals("enabled")
                || context.host().environment().containsKey("INVOCATION_ID")
                || busctl.isEmpty()
                || !systemd(cgroups)
                || !CgroupSection.reachesDelegated(context)) {
            return;
        }
        List<String> argv = new ArrayList<>(List.of(
                busctl.get().toString(),
                bus(),
                "--quiet",
                "call",
                "org.freedesktop.systemd1",
                "/org/freedesktop/systemd1"));
        argv.addAll(List.of("org.freedesktop.systemd1.Manager", "StartTransientUnit", "ssa(sv)a(sa(sv))"));
        argv.addAll(List.of("libpod-conmon-" + container + ".scope", "fail", "4"));
        argv.addAll(List.of("Slice", "s", slice(parent)));
        argv.addAll(List.of("PIDs", "au", "1", Integer.toString(monitorPid)));
        argv.addAll(List.of("Delegate", "b", "true"));
        argv.addAll(List.of("DefaultDependencies", "b", "false"));
        argv.add("0");
        try {
            context.processes().spawn(ProcessRequest.of(argv));
        } catch (JpodException e) {
            context.log().debug("the monitor stays in this session's cgroup: " + e.getMessage());
        }
    }

    /**
     * What has to stand before a monitor's command line, for it to be able to reach a container's group; empty where it is already. (The
     * system's manager moves processes of a session on request, but not those with other user ids of the container.)
     *
     * @param id of the container or the exec session, for the scope's name
     * @param cgroups the value of {@code --cgroups} of the container
     * @param parent the slice, empty for the usual one
     */
    public List<String> prefix(String id, String cgroups, String parent) {
        Optional<Path> program = context.host().findExecutable("systemd-run");
        if (!context.host().rootless()
                || !systemd(cgroups)
                || program.isEmpty()
                || CgroupSection.reachesDelegated(context)) {
            return List.of();
        }
        return List.of(
                program.get().toString(),
                bus(),
                "--scope",
                "--quiet",
                "--collect",
                "--slice=" + slice(parent),
                "--description=jpod monitor",
                "--unit=libpod-conmon-" + id + ".scope",
                "--");
    }

    private boolean systemd(String cgroups) {
        return CgroupSection.manager(context, cgroups) == CgroupManager.SYSTEMD;
    }

    private String bus() {
        return context.host().rootless() ? "--user" : "--system";
    }

    private String slice(String parent) {
        if (parent.endsWith(".slice")) {
            return parent;
        }
        return context.host().rootless() ? "user.slice" : "machine.slice";
    }
}
