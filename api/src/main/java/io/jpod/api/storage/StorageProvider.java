package io.jpod.api.storage;

import io.jpod.api.Provider;
import io.jpod.api.ProviderContext;

/** Opens a storage driver; the context's data directory is {@code ROOT/ID}. */
public interface StorageProvider extends Provider {
    StorageDriver open(ProviderContext context);
}
