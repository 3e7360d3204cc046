package io.jpod.storage.vfs;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.ProviderContext;
import io.jpod.api.host.HostFacts;
import io.jpod.api.storage.StorageDriver;
import io.jpod.api.storage.StorageProvider;
import io.jpod.support.posix.PosixLoader;

/** Offers {@code vfs}. */
public final class VfsStorageProvider implements StorageProvider {
    @Override
    public String id() {
        return "vfs";
    }

    @Override
    public int apiLevel() {
        return ApiLevel.CURRENT;
    }

    @Override
    public Availability probe(HostFacts host) {
        return Availability.usable();
    }

    @Override
    public StorageDriver open(ProviderContext context) {
        return new VfsStorageDriver(
                PosixLoader.load(context.log()), context.dataDirectory(), VfsOptions.parse(context.options()));
    }
}
