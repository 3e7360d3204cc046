package io.jpod.plugins.fence;

import io.jpod.api.ProviderContext;
import io.jpod.api.monitor.ContainerMonitor;
import io.jpod.api.monitor.MonitorProvider;

/** A provider of a monitor. */
final class FencedMonitorProvider extends FencedProvider<MonitorProvider> implements MonitorProvider {
    FencedMonitorProvider(MonitorProvider target, Gate gate) {
        super(target, gate);
    }

    @Override
    public ContainerMonitor open(ProviderContext providerContext) {
        Gate.Visit visit = gate.enter(target);
        try {
            return Fences.of(target.open(providerContext), gate);
        } catch (Throwable thrown) {
            throw gate.failure("open", thrown);
        } finally {
            gate.leave(visit);
        }
    }
}
