package io.jpod.runtime.runc;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.ProviderContext;
import io.jpod.api.host.HostFacts;
import io.jpod.api.runtime.OciRuntime;
import io.jpod.api.runtime.RuntimeProvider;
import io.jpod.support.cgroup.CgroupManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code runc}. Options: {@code path}, {@code flags} (global arguments, joined by blanks) and {@code cgroup-manager}. */
public final class RuncProvider implements RuntimeProvider {
    static final String ID = "runc";

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
            return Availability.unusable("runc is not installed", "install the package runc");
        }
        return Availability.usable();
    }

    @Override
    public OciRuntime open(ProviderContext context) {
        String path = context.options().getOrDefault("path", "");
        Path executable = path.isEmpty()
                ? context.host()
                        .findExecutable(ID)
                        .orElseThrow(() -> new JpodException(ErrorCode.HOST, "runc is not installed")
                                .withRemedy("install the package runc"))
                : Path.of(path);
        if (!Files.isExecutable(executable)) {
            throw new JpodException(ErrorCode.HOST, "runtime " + executable + " is not an executable file");
        }
        List<String> arguments = new ArrayList<>();
        arguments.add("--root");
        arguments.add(context.runDirectory().toString());
        arguments.add("--rootless=" + context.host().rootless());
        String manager = context.options().getOrDefault("cgroup-manager", "");
        if (CgroupManager.choose(context.host(), manager) == CgroupManager.SYSTEMD) {
            arguments.add("--systemd-cgroup");
        }
        for (String flag : context.options().getOrDefault("flags", "").split(" ")) {
            if (!flag.isEmpty()) {
                arguments.add(flag.startsWith("-") ? flag : "--" + flag);
            }
        }
        return new RuncRuntime(executable, arguments);
    }
}
