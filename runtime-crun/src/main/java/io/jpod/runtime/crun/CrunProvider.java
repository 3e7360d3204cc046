package io.jpod.runtime.crun;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.ProviderContext;
import io.jpod.api.host.CgroupMode;
import io.jpod.api.host.HostFacts;
import io.jpod.api.runtime.OciRuntime;
import io.jpod.api.runtime.RuntimeProvider;
import io.jpod.support.cgroup.CgroupManager;
import io.jpod.support.runtime.CommandLineRuntime;
import java.util.ArrayList;
import java.util.List;

/** {@code crun}. Options: {@code path}, {@code flags} (global arguments, joined by blanks) and {@code cgroup-manager}. */
public final class CrunProvider implements RuntimeProvider {
    static final String ID = "crun";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public int apiLevel() {
        return ApiLevel.CURRENT;
    }

    @Override
    public Availability probe(HostFacts host) {
        if (host.findExecutable(ID).isEmpty()) {
            return Availability.unusable("crun is not installed", "install the package crun");
        }
        if (host.cgroupMode() == CgroupMode.HYBRID) {
            return Availability.unusable(
                    "crun refuses hybrid cgroups",
                    "use --runtime runc, run rootless, or boot with systemd.unified_cgroup_hierarchy=1");
        }
        return Availability.usable();
    }

    @Override
    public OciRuntime open(ProviderContext context) {
        List<String> arguments = new ArrayList<>();
        arguments.add("--root");
        arguments.add(context.runDirectory().toString());
        switch (CgroupManager.choose(context.host(), context.options().getOrDefault("cgroup-manager", ""))) {
            case SYSTEMD -> arguments.add("--cgroup-manager=systemd");
            case CGROUPFS -> arguments.add("--cgroup-manager=cgroupfs");
            case DISABLED -> arguments.add("--cgroup-manager=disabled");
        }
        arguments.addAll(CommandLineRuntime.flags(context));
        return new CrunRuntime(CommandLineRuntime.executable(context, ID), arguments);
    }
}
