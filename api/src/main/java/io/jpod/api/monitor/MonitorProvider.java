package io.jpod.api.monitor;

import io.jpod.api.Provider;
import io.jpod.api.ProviderContext;

/** Opens a monitor. The option {@code path} names the executable when the user gave a path. */
public interface MonitorProvider extends Provider {
    ContainerMonitor open(ProviderContext context);
}
