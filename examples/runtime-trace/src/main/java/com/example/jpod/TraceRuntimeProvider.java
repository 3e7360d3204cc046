package com.example.jpod;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.ProviderContext;
import io.jpod.api.host.HostFacts;
import io.jpod.api.runtime.OciRuntime;
import io.jpod.api.runtime.RuntimeProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code --runtime=trace}: hands everything to crun, and keeps a log of what it was asked in {@code trace.log} of its run directory. */
public final class TraceRuntimeProvider implements RuntimeProvider {
    @Override
    public String id() {
        return "trace";
    }

    @Override
    public int apiLevel() {
        return ApiLevel.CURRENT;
    }

    @Override
    public Availability probe(HostFacts host) {
        return host.findExecutable("crun").isPresent()
                ? Availability.usable()
                : Availability.unusable("crun is not installed", "install the package crun");
    }

    @Override
    public OciRuntime open(ProviderContext context) {
        Optional<String> path = Optional.ofNullable(context.options().get("path"));
        Path program = path.map(Path::of)
                .or(() -> context.host().findExecutable("crun"))
                .filter(Files::isExecutable)
                .orElseThrow(() -> new JpodException(ErrorCode.HOST, "crun is not installed").withRemedy("install the package crun"));
        List<String> global = new ArrayList<>(List.of("--root", context.runDirectory().toString()));
        boolean cgroups = !context.host().rootless() || context.host().delegatedCgroup().isPresent();
        global.add("--cgroup-manager=" + context.options().getOrDefault("cgroup-manager", cgroups ? "cgroupfs" : "disabled"));
        return new TraceRuntime(program, List.copyOf(global), context.runDirectory().resolve("trace.log"), context.log());
    }
}
