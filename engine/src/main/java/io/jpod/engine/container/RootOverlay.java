package io.jpod.engine.container;

import io.jpod.api.JpodException;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The overlay of {@code --rootfs DIR:O}: the container sees the directory, its changes go to a layer beside the container's data that
 * is thrown away with the mount (podman-run(1), Overlay Rootfs Mounts). Callers hold the container's lock.
 */
final class RootOverlay {
    private final Posix posix;
    private final boolean rootless;
    private final Path home;
    private final Path lower;

    /**
     * @param home where the layer is kept, made when it is needed
     * @param lower the directory that stays as it is
     */
    RootOverlay(Posix posix, boolean rootless, Path home, Path lower) {
        this.posix = posix;
        this.rootless = rootless;
        this.home = home;
        this.lower = lower;
    }

    /**
     * Where the directory is seen with the container's changes; mounts it unless it is mounted.
     *
     * @throws JpodException HOST where this kernel cannot
     */
    Path mount() {
        Path merged = home.resolve("merged");
        if (isMounted(merged)) {
            return merged;
        }
        Directories.delete(home);
        for (String name : new String[] {"upper", "work", "merged"}) {
            try {
                Files.createDirectories(home.resolve(name));
            } catch (IOException e) {
                throw JpodException.host("creating " + home.resolve(name), e);
            }
        }
        String data = "lowerdir=" + escaped(lower) + ",upperdir=" + escaped(home.resolve("upper")) + ",workdir="
                + escaped(home.resolve("work")) + (rootless ? ",userxattr" : "");
        try {
            posix.mount("overlay", merged.toString(), "overlay", 0, data);
        } catch (PosixException e) {
            throw JpodException.host("mounting an overlay on root file system " + lower, e);
        }
        return merged;
    }

    /** Unmounts it, if it is mounted, and forgets the changes. */
    void remove() {
        Path merged = home.resolve("merged");
        if (isMounted(merged)) {
            try {
                posix.unmount(merged.toString(), Posix.MNT_DETACH);
            } catch (PosixException e) {
                throw JpodException.host("unmounting " + merged, e);
            }
        }
        Directories.delete(home);
    }

    private boolean isMounted(Path merged) {
        try {
            long outside = posix.stat(Posix.AT_FDCWD, home.toString(), Posix.AT_SYMLINK_NOFOLLOW)
                    .dev();
            long inside = posix.stat(Posix.AT_FDCWD, merged.toString(), Posix.AT_SYMLINK_NOFOLLOW)
                    .dev();
            return outside != inside;
        } catch (PosixException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw JpodException.host("looking at " + merged, e);
        }
    }

    private static String escaped(Path path) {
        return path.toString().replace("\\", "\\\\").replace(":", "\\:").replace(",", "\\,");
    }
}
