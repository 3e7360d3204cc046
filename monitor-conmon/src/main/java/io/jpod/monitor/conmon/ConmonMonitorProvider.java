package io.jpod.monitor.conmon;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.JpodException;
import io.jpod.api.ProviderContext;
import io.jpod.api.host.HostFacts;
import io.jpod.api.monitor.ContainerMonitor;
import io.jpod.api.monitor.MonitorProvider;
import io.jpod.support.posix.PosixLoader;
import java.nio.file.Path;

/** Opens {@link ConmonMonitor}. */
public final class ConmonMonitorProvider implements MonitorProvider {
    @Override
    public String id() {
        return "conmon";
    }

    @Override
    public int apiLevel() {
        return ApiLevel.CURRENT;
    }

    @Override
    public Availability probe(HostFacts host) {
        return host.findExecutable("conmon").isPresent()
                ? Availability.usable()
                : Availability.unusable("no conmon on the search path", "install the package conmon");
    }

    @Override
    public ContainerMonitor open(ProviderContext context) {
        String given = context.options().getOrDefault("path", "");
        Path program = given.isEmpty()
                ? context.host()
                        .findExecutable("conmon")
                        .orElseThrow(() -> JpodException.host("no conmon on the search path", null)
                                .withRemedy("install the package conmon"))
                : Path.of(given);
        return new ConmonMonitor(program, context.processes(), PosixLoader.load(context.log()), context.log());
    }
}
