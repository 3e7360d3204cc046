package io.jpod.launcher.provider;

import io.jpod.api.Provider;
import io.jpod.api.ProviderKind;
import io.jpod.api.idmap.IdMapProvider;
import io.jpod.api.monitor.MonitorProvider;
import io.jpod.api.network.NetworkProvider;
import io.jpod.api.runtime.RuntimeProvider;
import io.jpod.api.storage.StorageProvider;

/** The five kinds: their words and their interfaces. */
final class Services {
    private Services() {}

    static Class<? extends Provider> type(ProviderKind kind) {
        return switch (kind) {
            case RUNTIME -> RuntimeProvider.class;
            case STORAGE -> StorageProvider.class;
            case NETWORK -> NetworkProvider.class;
            case IDMAP -> IdMapProvider.class;
            case MONITOR -> MonitorProvider.class;
        };
    }

    static String word(ProviderKind kind) {
        return switch (kind) {
            case RUNTIME -> "runtime";
            case STORAGE -> "storage";
            case NETWORK -> "network";
            case IDMAP -> "idmap";
            case MONITOR -> "monitor";
        };
    }
}
