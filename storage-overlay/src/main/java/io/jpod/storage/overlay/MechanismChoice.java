package io.jpod.storage.overlay;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.ProviderContext;
import io.jpod.api.host.HostFacts;
import io.jpod.api.storage.LayerId;
import io.jpod.api.storage.LayerMount;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.support.storage.IncompleteLayer;
import io.jpod.support.storage.LayerHome;
import io.jpod.support.tree.TreeRemover;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds out whether the kernel mounts overlays here, by doing it, and remembers the answer for this kernel, file system and
 * privilege: a later command reads one small file.
 */
final class MechanismChoice {
    private static final long NFS = 0x6969;
    private static final String MEMORY = "mechanism";
    /** No layer has this name: it is the digest of nothing anybody has. */
    private static final LayerId TRIAL = new LayerId("0".repeat(64));

    private final Posix posix;
    private final ProviderContext context;
    private final OverlayOptions options;
    private final LayerHome home;
    private final Path data;

    MechanismChoice(Posix posix, ProviderContext context, OverlayOptions options, LayerHome home) {
        this.posix = posix;
        this.context = context;
        this.options = options;
        this.home = home;
        this.data = home.data();
    }

    OverlayMechanism choose() {
        HostFacts host = context.host();
        boolean rootless = host.rootless();
        long type = fileSystemType();
        if (type == NFS) {
            throw new JpodException(ErrorCode.HOST, "overlay is not supported over nfs: " + data + " is on nfs")
                    .withRemedy("keep the data root on a local file system with --root or graphroot in storage.conf,"
                            + " or choose --storage-driver vfs");
        }
        if (!options.mountProgram().isEmpty()) {
            return new FuseMechanism(context.processes(), options.mountProgram(), rootless, options);
        }
        NativeMechanism kernel = new NativeMechanism(posix, rootless, options);
        String key = host.kernelRelease() + " " + Long.toHexString(type) + (rootless ? " user " : " root ");
        String refusal = remembered(key);
        if (refusal == null) {
            refusal = attempt(kernel);
            remember(key + refusal);
        }
        if (refusal.isEmpty()) {
            return kernel;
        }
        return fuse(host, rootless, refusal);
    }

    private OverlayMechanism fuse(HostFacts host, boolean rootless, String refusal) {
        Path program = host.findExecutable(FuseMechanism.PROGRAM).orElse(null);
        if (program == null) {
            throw new JpodException(
                            ErrorCode.HOST,
                            "kernel does not support overlay fs on " + data + " (" + refusal
                                    + ") and fuse-overlayfs is not installed")
                    .withRemedy(OverlayStorageProvider.REMEDY);
        }
        if (!host.canOpen(Path.of("/dev/fuse"))) {
            throw new JpodException(
                            ErrorCode.HOST,
                            "kernel does not support overlay fs on " + data + " (" + refusal
                                    + ") and /dev/fuse cannot be opened")
                    .withRemedy("give the user access to /dev/fuse, or choose --storage-driver vfs");
        }
        return new FuseMechanism(context.processes(), program.toString(), rootless, options);
    }

    long fileSystemType() {
        try {
            return posix.fileSystemType(data.toString());
        } catch (PosixException e) {
            throw JpodException.host("looking at the file system of " + data, e);
        }
    }

    /** Why the kernel does not, empty when it does; null when that is not known. */
    private String remembered(String key) {
        try {
            String text = Files.readString(data.resolve(MEMORY), StandardCharsets.UTF_8);
            return text.startsWith(key) ? text.substring(key.length()) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private void remember(String text) {
        try {
            AtomicFile.writeVolatile(data.resolve(MEMORY), text);
        } catch (IOException e) {
            context.log().debug("overlay: remembering the mechanism: " + e.getMessage());
        }
    }

    /** Mounts, deletes a name and replaces a directory; empty when all of it worked. */
    private String attempt(NativeMechanism kernel) {
        Log log = context.log();
        try (IncompleteLayer layer = home.begin(TRIAL, Optional.empty())) {
            String trial = layer.directory().toString();
            String name = layer.directory().getFileName().toString();
            for (String part : new String[] {"/diff", "/work", "/merged", "/lower", "/lower/d", "/lower/d/e"}) {
                posix.makeDirectory(Posix.AT_FDCWD, trial + part, 0700);
            }
            String lower = "../" + name + "/lower";
            kernel.mount(data, name, List.of(lower), LayerMount.writable());
            try {
                new TreeRemover(posix).remove(trial + "/merged/d");
                FileStatus mark = posix.stat(Posix.AT_FDCWD, trial + "/diff/d", Posix.AT_SYMLINK_NOFOLLOW);
                if (mark.type() != FileStatus.S_IFCHR) {
                    return "it makes no whiteouts";
                }
                posix.makeDirectory(Posix.AT_FDCWD, trial + "/merged/d", 0700);
            } finally {
                posix.unmount(trial + "/merged", Posix.MNT_DETACH);
            }
            log.debug("overlay: the kernel mounts overlays on " + data);
            return "";
        } catch (PosixException e) {
            log.debug("overlay: the kernel does not mount overlays on " + data + ": " + e.getMessage());
            if (e.errno() == Errno.ENOSPC || e.errno() == Errno.EDQUOT) {
                throw JpodException.host("trying overlay in " + data, e);
            }
            return Errno.text(e.errno());
        }
    }
}
