package io.jpod.plugins.fence;

import io.jpod.api.ProviderContext;
import io.jpod.api.monitor.ContainerMonitor;
import io.jpod.api.monitor.MonitorProvider;
import java.util.function.Supplier;

/** A provider of a monitor. */
final class FencedMonitorProvider extends FencedProvider<MonitorProvider> implements MonitorProvider {
    FencedMonitorProvider(MonitorProvider target, Gate gate) {
        super(target, gate);
    }

    @Override
    public ContainerMonitor open(ProviderContext providerContext) {
        return gate.soon(target, "open", new Supplier<ContainerMonitor>() {
            @Override
            public ContainerMonitor get() {
                return Fences.of(target.open(providerContext), gate);
            }
        });
    }
}
