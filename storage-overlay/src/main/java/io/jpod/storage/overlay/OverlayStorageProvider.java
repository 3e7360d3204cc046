package io.jpod.storage.overlay;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.ProviderContext;
import io.jpod.api.host.HostFacts;
import io.jpod.api.storage.StorageDriver;
import io.jpod.api.storage.StorageProvider;
import io.jpod.support.posix.PosixLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/** Offers {@code overlay}. */
public final class OverlayStorageProvider implements StorageProvider {
    static final String REMEDY = "install fuse-overlayfs, or choose --storage-driver vfs";

    @Override
    public String id() {
        return "overlay";
    }

    @Override
    public int apiLevel() {
        return ApiLevel.CURRENT;
    }

    @Override
    public Availability probe(HostFacts host) {
        if (host.hasFileSystem("overlay") || hasModule(host)) {
            return Availability.usable();
        }
        if (host.findExecutable(FuseMechanism.PROGRAM).isEmpty()) {
            return Availability.unusable("the kernel has no overlay and fuse-overlayfs is not installed", REMEDY);
        }
        if (!host.canOpen(Path.of("/dev/fuse"))) {
            return Availability.unusable(
                    "the kernel has no overlay and /dev/fuse cannot be opened",
                    "load the kernel's module overlay or fuse, or choose --storage-driver vfs");
        }
        return Availability.usable();
    }

    /** A module that nobody used yet is loaded by the first mount. */
    private static boolean hasModule(HostFacts host) {
        return Files.isDirectory(Path.of("/lib/modules", host.kernelRelease(), "kernel/fs/overlayfs"));
    }

    @Override
    public StorageDriver open(ProviderContext context) {
        return OverlayStorageDriver.open(context, PosixLoader.load(context.log()));
    }
}
