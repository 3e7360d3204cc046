package io.jpod.plugins;

import io.jpod.api.Provider;
import io.jpod.api.ProviderKind;
import io.jpod.api.idmap.IdMapProvider;
import io.jpod.api.monitor.MonitorProvider;
import io.jpod.api.network.NetworkProvider;
import io.jpod.api.runtime.RuntimeProvider;
import io.jpod.api.storage.StorageProvider;
import java.util.List;
import java.util.Locale;

/** The five kinds: their words and their interfaces. */
public final class Services {
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

    /** As the index and {@code info} write it. */
    public static String word(ProviderKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Ids that no provider can have, since the engine gives them a meaning of its own before it looks for one. */
    static List<String> reserved(ProviderKind kind) {
        return switch (kind) {
            case NETWORK -> List.of("none", "host", "container", "ns", "default", "private");
            case IDMAP -> List.of("container", "ns");
            case RUNTIME, STORAGE, MONITOR -> List.of();
        };
    }

    /** As messages name one of them. */
    static String title(ProviderKind kind) {
        return switch (kind) {
            case RUNTIME -> "OCI runtime";
            case STORAGE -> "storage driver";
            case NETWORK -> "network";
            case IDMAP -> "user namespace mode";
            case MONITOR -> "monitor";
        };
    }
}
