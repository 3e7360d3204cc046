package io.jpod.runtime.runc;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.ProviderContext;
import io.jpod.api.host.HostFacts;
import io.jpod.api.runtime.OciRuntime;
import io.jpod.api.runtime.RuntimeProvider;
import io.jpod.support.cgroup.CgroupManager;
import io.jpod.support.runtime.CommandLineRuntime;
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
        List<String> arguments = new ArrayList<>();
        arguments.add("--root");
        arguments.add(context.runDirectory().toString());
        arguments.add("--rootless=" + context.host().rootless());
        String manager = context.options().getOrDefault("cgroup-manager", "");
        if (CgroupManager.choose(context.host(), manager) == CgroupManager.SYSTEMD) {
            arguments.add("--systemd-cgroup");
        }
        arguments.addAll(CommandLineRuntime.flags(context));
        return new RuncRuntime(CommandLineRuntime.executable(context, ID), arguments);
    }
}
