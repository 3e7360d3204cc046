package io.jpod.plugins.fence;

import io.jpod.api.Provider;
import io.jpod.api.ProviderKind;
import io.jpod.api.idmap.EngineNamespace;
import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapProvider;
import io.jpod.api.monitor.Attachment;
import io.jpod.api.monitor.ContainerMonitor;
import io.jpod.api.monitor.MonitorProvider;
import io.jpod.api.monitor.PendingExec;
import io.jpod.api.network.Network;
import io.jpod.api.network.NetworkProvider;
import io.jpod.api.runtime.OciRuntime;
import io.jpod.api.runtime.RuntimeProvider;
import io.jpod.api.storage.LayerDraft;
import io.jpod.api.storage.StorageDriver;
import io.jpod.api.storage.StorageProvider;
import java.util.Optional;

/** Puts objects of a plug-in behind fences. */
public final class Fences {
    private Fences() {}

    /**
     * A provider behind its fence.
     *
     * @param target an object of a plug-in; must be a provider of that kind
     */
    public static Provider provider(ProviderKind kind, Object target, Gate gate) {
        return switch (kind) {
            case RUNTIME -> new FencedRuntimeProvider((RuntimeProvider) target, gate);
            case STORAGE -> new FencedStorageProvider((StorageProvider) target, gate);
            case NETWORK -> new FencedNetworkProvider((NetworkProvider) target, gate);
            case IDMAP -> new FencedIdMapProvider((IdMapProvider) target, gate);
            case MONITOR -> new FencedMonitorProvider((MonitorProvider) target, gate);
        };
    }

    static Optional<EngineNamespace> ofOptional(Optional<EngineNamespace> target, Gate gate) {
        return Gate.answered(target).isPresent() ? Optional.of(of(target.get(), gate)) : target;
    }

    static OciRuntime of(OciRuntime target, Gate gate) {
        return new FencedOciRuntime(Gate.answered(target), gate);
    }

    static StorageDriver of(StorageDriver target, Gate gate) {
        return new FencedStorageDriver(Gate.answered(target), gate);
    }

    static LayerDraft of(LayerDraft target, Gate gate) {
        return new FencedLayerDraft(Gate.answered(target), gate);
    }

    static Network of(Network target, Gate gate) {
        return new FencedNetwork(Gate.answered(target), gate);
    }

    static IdMap of(IdMap target, Gate gate) {
        return new FencedIdMap(Gate.answered(target), gate);
    }

    static EngineNamespace of(EngineNamespace target, Gate gate) {
        return new FencedEngineNamespace(Gate.answered(target), gate);
    }

    static ContainerMonitor of(ContainerMonitor target, Gate gate) {
        return new FencedContainerMonitor(Gate.answered(target), gate);
    }

    static Attachment of(Attachment target, Gate gate) {
        return new FencedAttachment(Gate.answered(target), gate);
    }

    static PendingExec of(PendingExec target, Gate gate) {
        return new FencedPendingExec(Gate.answered(target), gate);
    }
}
