package io.jpod.plugins.fence;

import io.jpod.api.ProviderContext;
import io.jpod.api.storage.StorageDriver;
import io.jpod.api.storage.StorageProvider;

/** A provider of a storage driver. */
final class FencedStorageProvider extends FencedProvider<StorageProvider> implements StorageProvider {
    FencedStorageProvider(StorageProvider target, Gate gate) {
        super(target, gate);
    }

    @Override
    public StorageDriver open(ProviderContext providerContext) {
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
