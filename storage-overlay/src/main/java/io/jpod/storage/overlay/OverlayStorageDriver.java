package io.jpod.storage.overlay;

import io.jpod.api.JpodException;
import io.jpod.api.ProviderContext;
import io.jpod.api.storage.LayerDraft;
import io.jpod.api.storage.LayerId;
import io.jpod.api.storage.LayerMount;
import io.jpod.api.storage.StorageCapability;
import io.jpod.api.storage.StorageDriver;
import io.jpod.api.storage.WhiteoutFormat;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.support.storage.IncompleteLayer;
import io.jpod.support.storage.LayerHome;
import io.jpod.support.tree.TreeCopier;
import io.jpod.support.tree.TreeUsage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Layers as overlay mounts. Immutable. */
public final class OverlayStorageDriver implements StorageDriver {
    /** A directory in {@code l} that holds nothing, for mounts that need a layer more than there is. */
    static final String EMPTY = "empty";

    private static final String DIFF = "diff";
    private static final String MERGED = "merged";
    private static final int ENOTCONN = 107;

    private final Posix posix;
    private final LayerHome home;
    private final ShortNames names;
    private final OverlayOptions options;
    private final OverlayMechanism mechanism;
    private final long fileSystemType;

    private OverlayStorageDriver(
            Posix posix, LayerHome home, OverlayOptions options, OverlayMechanism mechanism, long fileSystemType) {
        this.posix = posix;
        this.home = home;
        this.names = new ShortNames(posix, home);
        this.options = options;
        this.mechanism = mechanism;
        this.fileSystemType = fileSystemType;
    }

    static OverlayStorageDriver open(ProviderContext context, Posix posix) {
        OverlayOptions options = OverlayOptions.parse(context.options(), context.log());
        LayerHome home = new LayerHome(posix, context.dataDirectory());
        makeDirectory(posix, home.data().resolve("l").toString());
        makeDirectory(posix, home.data().resolve("l").resolve(EMPTY).toString());
        MechanismChoice choice = new MechanismChoice(posix, context, options, home);
        OverlayMechanism mechanism = choice.choose();
        return new OverlayStorageDriver(posix, home, options, mechanism, choice.fileSystemType());
    }

    private static void makeDirectory(Posix posix, String path) {
        try {
            posix.makeDirectory(Posix.AT_FDCWD, path, 0755);
        } catch (PosixException e) {
            if (e.errno() != Errno.EEXIST) {
                throw JpodException.host("making storage directory " + path, e);
            }
        }
    }

    @Override
    public Set<StorageCapability> capabilities() {
        return mechanism.shiftsIds()
                ? EnumSet.of(StorageCapability.CHANGES, StorageCapability.BORROW, StorageCapability.ID_SHIFT)
                : EnumSet.of(StorageCapability.CHANGES, StorageCapability.BORROW);
    }

    @Override
    public LayerDraft create(LayerId id, Optional<LayerId> parent) {
        IncompleteLayer layer = home.begin(id, parent);
        boolean begun = false;
        try {
            String directory = layer.directory().toString();
            posix.makeDirectory(Posix.AT_FDCWD, directory + "/diff", 0755);
            posix.makeDirectory(Posix.AT_FDCWD, directory + "/work", 0700);
            posix.makeDirectory(Posix.AT_FDCWD, directory + "/merged", 0700);
            List<String> below = parent.isPresent() ? names.chain(parent.get()) : List.of();
            if (parent.isPresent()) {
                copyRootAttributes(parent.get(), directory + "/diff");
            } else {
                posix.changeMode(Posix.AT_FDCWD, directory + "/diff", posix.getEuid() == 0 ? 0555 : 0755);
            }
            begun = true;
            return new Draft(id, layer, below);
        } catch (PosixException e) {
            throw JpodException.host("creating layer " + id + " in " + home.data(), e);
        } finally {
            if (!begun) {
                layer.close();
            }
        }
    }

    /** What the root of a mount looks like is decided by its topmost layer. */
    private void copyRootAttributes(LayerId parent, String diff) throws PosixException {
        String below = files(home.directory(parent)).toString();
        FileStatus status = posix.stat(Posix.AT_FDCWD, below, Posix.AT_SYMLINK_NOFOLLOW);
        new TreeCopier(posix).copyAttributes(Posix.AT_FDCWD, below, Posix.AT_FDCWD, diff, status);
    }

    /** A layer's own files, or those that it borrows. */
    private Path files(Path directory) {
        Path diff = directory.resolve(DIFF);
        try {
            return Path.of(posix.readLink(Posix.AT_FDCWD, diff.toString()));
        } catch (PosixException e) {
            return diff;
        }
    }

    @Override
    public void borrow(LayerId id, Optional<LayerId> parent, Path files, WhiteoutFormat whiteouts) {
        if (whiteouts != WhiteoutFormat.APPLIED && whiteouts != mechanism.whiteouts()
                || whiteouts == WhiteoutFormat.APPLIED && parent.isPresent()) {
            throw JpodException.unsupported("overlay cannot use the files in " + files);
        }
        try (IncompleteLayer layer = home.begin(id, parent)) {
            Path directory = layer.directory();
            posix.symlink(
                    files.toAbsolutePath().toString(),
                    Posix.AT_FDCWD,
                    directory.resolve(DIFF).toString());
            posix.makeDirectory(Posix.AT_FDCWD, directory.resolve(MERGED).toString(), 0700);
            boolean opaque = whiteouts == WhiteoutFormat.APPLIED || isOpaque(files.toString());
            names.write(directory, id, parent.isPresent() && !opaque ? names.chain(parent.get()) : List.of());
            layer.commit(false);
            names.ensure(id);
        } catch (PosixException e) {
            throw JpodException.host("making layer " + id + " of the files in " + files, e);
        }
    }

    private final class Draft implements LayerDraft {
        private final LayerId id;
        private final IncompleteLayer layer;
        private final List<String> below;

        Draft(LayerId id, IncompleteLayer layer, List<String> below) {
            this.id = id;
            this.layer = layer;
            this.below = below;
        }

        @Override
        public Path directory() {
            return layer.directory().resolve(DIFF);
        }

        @Override
        public WhiteoutFormat whiteouts() {
            return mechanism.whiteouts();
        }

        @Override
        public List<Path> parents() {
            List<Path> parents = new ArrayList<>();
            for (String name : below) {
                parents.add(names.path(name));
            }
            return parents;
        }

        @Override
        public boolean toleratesUnmappedOwners() {
            return options.ignoreChownErrors();
        }

        @Override
        public void commit() {
            commit(!layer.isEmpty(DIFF));
        }

        @Override
        public void commitWithoutSync() {
            commit(false);
        }

        private void commit(boolean sync) {
            // The kernel does not look at the mark on the root of a layer: what it hides is left out of the chain.
            boolean opaque = isOpaque(directory().toString());
            names.write(layer.directory(), id, opaque ? List.of() : below);
            layer.commit(sync);
            names.ensure(id);
        }

        @Override
        public void close() {
            layer.close();
        }
    }

    private boolean isOpaque(String directory) {
        try {
            String user = "user.overlay.opaque";
            String name = mechanism.whiteouts() == WhiteoutFormat.OVERLAY_USER ? user : "trusted.overlay.opaque";
            byte[] value = posix.getXattr(Posix.AT_FDCWD, directory, name);
            return value != null && value.length == 1 && value[0] == 'y';
        } catch (PosixException e) {
            throw JpodException.host("reading attributes of " + directory, e);
        }
    }

    @Override
    public boolean exists(LayerId id) {
        return home.exists(id);
    }

    @Override
    public Optional<LayerId> parent(LayerId id) {
        return home.parent(id);
    }

    @Override
    public List<LayerId> list() {
        return home.list();
    }

    @Override
    public Path mount(LayerId id, LayerMount mount) {
        if (mount.idMapping().isPresent() && !mechanism.shiftsIds()) {
            throw JpodException.unsupported(
                    "overlay mounts of the kernel cannot show layer " + id + " with other owners");
        }
        Path directory = home.require(id);
        if (isMounted(directory)) {
            return directory.resolve(MERGED);
        }
        List<String> chain = names.chain(id);
        List<String> lowers = mount.readOnly() ? chain : chain.subList(1, chain.size());
        try {
            mechanism.mount(home.data(), id.value(), lowers, mount);
        } catch (PosixException e) {
            throw JpodException.host("mounting layer " + id + " on " + directory.resolve(MERGED), e);
        }
        return directory.resolve(MERGED);
    }

    private boolean isMounted(Path directory) {
        try {
            long outside = posix.stat(Posix.AT_FDCWD, directory.toString(), Posix.AT_SYMLINK_NOFOLLOW)
                    .dev();
            long inside = posix.stat(Posix.AT_FDCWD, directory.resolve(MERGED).toString(), Posix.AT_SYMLINK_NOFOLLOW)
                    .dev();
            return outside != inside;
        } catch (PosixException e) {
            if (e.errno() == ENOTCONN) {
                detach(directory);
                return false;
            }
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw JpodException.host("looking at " + directory.resolve(MERGED), e);
        }
    }

    private void detach(Path directory) {
        String merged = directory.resolve(MERGED).toString();
        try {
            posix.unmount(merged, Posix.MNT_DETACH);
        } catch (PosixException e) {
            if (e.errno() != Errno.EINVAL && e.errno() != Errno.ENOENT) {
                throw JpodException.host("unmounting " + merged, e);
            }
        }
    }

    @Override
    public void unmount(LayerId id) {
        Path directory = home.directory(id);
        if (!isMounted(directory)) {
            return;
        }
        try {
            posix.unmount(directory.resolve(MERGED).toString(), 0);
        } catch (PosixException e) {
            detach(directory);
        }
    }

    @Override
    public void remove(LayerId id) {
        if (home.exists(id)) {
            home.refuseChildren(id);
            unmount(id);
            Optional<String> name = names.find(id);
            home.remove(id);
            name.ifPresent(names::remove);
        }
    }

    @Override
    public long usage(LayerId id) {
        try {
            Path own = home.require(id).resolve(DIFF);
            return files(home.directory(id)).equals(own) ? new TreeUsage(posix).bytes(own.toString()) : 0;
        } catch (PosixException e) {
            throw JpodException.host("measuring layer " + id, e);
        }
    }

    @Override
    public Path changes(LayerId id) {
        return files(home.require(id));
    }

    @Override
    public Map<String, String> status() {
        Map<String, String> status = new LinkedHashMap<>();
        status.put("Backing Filesystem", fileSystemName());
        status.put("Mount Mechanism", mechanism.name());
        status.put("Native Overlay Diff", Boolean.toString(!mechanism.shiftsIds()));
        status.put("Supports d_type", "true");
        status.put("Using metacopy", "false");
        return status;
    }

    /** The words of podman; linux/magic.h. */
    private String fileSystemName() {
        return switch ((int) fileSystemType) {
            case 0xef53 -> "extfs";
            case 0x58465342 -> "xfs";
            case 0x9123683e -> "btrfs";
            case 0x01021994 -> "tmpfs";
            case 0x794c7630 -> "overlayfs";
            case 0x2fc12fc1 -> "zfs";
            case 0xf2f52010 -> "f2fs";
            case 0xca451a4e -> "bcachefs";
            default -> "<unknown>";
        };
    }

    @Override
    public void sweep() {
        home.sweep(this::detach);
        names.sweep();
    }
}
