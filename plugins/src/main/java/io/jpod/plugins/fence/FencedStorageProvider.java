package io.jpod.plugins.fence;

import io.jpod.api.ProviderContext;
import io.jpod.api.storage.StorageDriver;
import io.jpod.api.storage.StorageProvider;
import java.util.function.Supplier;

/** A provider of a storage driver. */
final class FencedStorageProvider extends FencedProvider<StorageProvider> implements StorageProvider {
    FencedStorageProvider(StorageProvider target, Gate gate) {
        super(target, gate);
    }

    @Override
    public StorageDriver open(ProviderContext providerContext) {
        return gate.soon(target, "open", new Supplier<StorageDriver>() {
            @Override
            public StorageDriver get() {
                return Fences.of(target.open(providerContext), gate);
            }
        });
    }
}
