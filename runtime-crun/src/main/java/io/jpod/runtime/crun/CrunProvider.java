package io.jpod.runtime.crun;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.ProviderContext;
import io.jpod.api.host.CgroupMode;
import io.jpod.api.host.HostFacts;
import io.jpod.api.runtime.OciRuntime;
import io.jpod.api.runtime.RuntimeProvider;
import io.jpod.support.cgroup.CgroupManager;
import java.nio.file.Files;
import java.nio.file.Path;
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
        String path = context.options().getOrDefault("path", "");
        Path executable = path.isEmpty()
                ? context.host()
                        .findExecutable(ID)
                        .orElseThrow(() -> new JpodException(ErrorCode.HOST, "crun is not installed")
                                .withRemedy("install the package crun"))
                : Path.of(path);
        if (!Files.isExecutable(executable)) {
            throw new JpodException(ErrorCode.HOST, "runtime " + executable + " is not an executable file");
        }
        List<String> arguments = new ArrayList<>();
        arguments.add("--root");
        arguments.add(context.runDirectory().toString());
        switch (CgroupManager.choose(context.host(), context.options().getOrDefault("cgroup-manager", ""))) {
            case SYSTEMD -> arguments.add("--cgroup-manager=systemd");
            case CGROUPFS -> arguments.add("--cgroup-manager=cgroupfs");
            case DISABLED -> arguments.add("--cgroup-manager=disabled");
        }
        for (String flag : context.options().getOrDefault("flags", "").split(" ")) {
            if (!flag.isEmpty()) {
                arguments.add(flag.startsWith("-") ? flag : "--" + flag);
            }
        }
        return new CrunRuntime(executable, arguments);
    }
}
