package io.jpod.support.namespace;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.host.HostFacts;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.file.Path;

/** Where what dies at reboot is kept. The start script finds the same place by the same rules. */
public final class RuntimeDirectory {
    private final Posix posix;
    private final HostFacts host;
    private final Path root;

    /** @param root where {@code /run} and {@code /tmp} are found; {@code /} but in tests */
    public RuntimeDirectory(Posix posix, HostFacts host, Path root) {
        this.posix = posix;
        this.host = host;
        this.root = root;
    }

    /** The directory; it is made when it is missing, and belongs to the user and nobody else. */
    public Path open() {
        if (!host.rootless()) {
            return make(root.resolve("run/jpod"));
        }
        String given = host.environment().getOrDefault("XDG_RUNTIME_DIR", "");
        if (given.startsWith("/") && isOwn(Path.of(given))) {
            return make(Path.of(given).resolve("jpod"));
        }
        Path usual = root.resolve("run/user/" + host.userId());
        if (isOwn(usual)) {
            return make(usual.resolve("jpod"));
        }
        Path fallback = root.resolve("tmp/jpod-run-" + host.userId());
        make(fallback);
        return make(fallback.resolve("jpod"));
    }

    private boolean isOwn(Path directory) {
        try {
            FileStatus status = posix.stat(Posix.AT_FDCWD, directory.toString(), 0);
            return status.isDirectory() && status.uid() == posix.getEuid();
        } catch (PosixException e) {
            return false;
        }
    }

    private Path make(Path directory) {
        try {
            posix.makeDirectory(Posix.AT_FDCWD, directory.toString(), 0700);
        } catch (PosixException e) {
            if (e.errno() != io.jpod.support.posix.Errno.EEXIST) {
                throw JpodException.host("making runtime directory " + directory, e);
            }
        }
        try {
            // Somebody else may have put something in a shared directory first: a link, or a directory to look into.
            FileStatus status = posix.stat(Posix.AT_FDCWD, directory.toString(), Posix.AT_SYMLINK_NOFOLLOW);
            boolean closed = (status.permissions() & 022) == 0;
            if (status.isDirectory() && status.uid() == posix.getEuid() && closed) {
                return directory;
            }
        } catch (PosixException e) {
            throw JpodException.host("checking runtime directory " + directory, e);
        }
        throw new JpodException(
                        ErrorCode.HOST,
                        "runtime directory " + directory + " is not a directory that only user " + host.userName()
                                + " can write to")
                .withRemedy("remove it, or set XDG_RUNTIME_DIR to a directory of your own");
    }
}
