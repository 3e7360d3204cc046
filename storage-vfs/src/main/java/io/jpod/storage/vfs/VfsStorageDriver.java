package io.jpod.storage.vfs;

import io.jpod.api.JpodException;
import io.jpod.api.storage.LayerDraft;
import io.jpod.api.storage.LayerId;
import io.jpod.api.storage.LayerMount;
import io.jpod.api.storage.StorageCapability;
import io.jpod.api.storage.StorageDriver;
import io.jpod.api.storage.WhiteoutFormat;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.support.storage.IncompleteLayer;
import io.jpod.support.storage.LayerHome;
import io.jpod.support.tree.TreeCopier;
import io.jpod.support.tree.TreeUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Layers as full copies. Immutable; nothing is mounted, so a mount needs no privilege and no end. */
public final class VfsStorageDriver implements StorageDriver {
    private static final String ROOT = "root";

    private final Posix posix;
    private final LayerHome home;
    private final VfsOptions options;

    VfsStorageDriver(Posix posix, Path data, VfsOptions options) {
        this.posix = posix;
        this.home = new LayerHome(posix, data);
        this.options = options;
    }

    @Override
    public Set<StorageCapability> capabilities() {
        return Set.of(StorageCapability.BORROW);
    }

    @Override
    public LayerDraft create(LayerId id, Optional<LayerId> parent) {
        IncompleteLayer layer = home.begin(id, parent);
        boolean begun = false;
        try {
            Path root = layer.directory().resolve(ROOT);
            posix.makeDirectory(Posix.AT_FDCWD, root.toString(), posix.getEuid() == 0 ? 0555 : 0755);
            if (parent.isPresent()) {
                Path below = files(home.directory(parent.get()));
                new TreeCopier(posix).copyContents(below.toString(), root.toString());
            } else {
                posix.changeMode(Posix.AT_FDCWD, root.toString(), posix.getEuid() == 0 ? 0555 : 0755);
            }
            begun = true;
            return new Draft(layer, root, parent.isPresent());
        } catch (PosixException e) {
            throw JpodException.host("creating layer " + id + " in " + home.data(), e);
        } finally {
            if (!begun) {
                layer.close();
            }
        }
    }

    /** A layer's own files, or those that it borrows. */
    private Path files(Path directory) {
        Path root = directory.resolve(ROOT);
        try {
            return Path.of(posix.readLink(Posix.AT_FDCWD, root.toString()));
        } catch (PosixException e) {
            return root;
        }
    }

    @Override
    public void borrow(LayerId id, Optional<LayerId> parent, Path files, WhiteoutFormat whiteouts) {
        if (whiteouts != WhiteoutFormat.APPLIED || parent.isPresent()) {
            throw JpodException.unsupported("vfs cannot use the files in " + files);
        }
        try (IncompleteLayer layer = home.begin(id, parent)) {
            posix.symlink(
                    files.toAbsolutePath().toString(),
                    Posix.AT_FDCWD,
                    layer.directory().resolve(ROOT).toString());
            layer.commit(false);
        } catch (PosixException e) {
            throw JpodException.host("making layer " + id + " of the files in " + files, e);
        }
    }

    private final class Draft implements LayerDraft {
        private final IncompleteLayer layer;
        private final Path root;
        private final boolean filled;

        Draft(IncompleteLayer layer, Path root, boolean filled) {
            this.layer = layer;
            this.root = root;
            this.filled = filled;
        }

        @Override
        public Path directory() {
            return root;
        }

        @Override
        public WhiteoutFormat whiteouts() {
            return WhiteoutFormat.APPLIED;
        }

        @Override
        public boolean toleratesUnmappedOwners() {
            return options.ignoreChownErrors();
        }

        @Override
        public void commit() {
            layer.commit(filled || !layer.isEmpty(ROOT));
        }

        @Override
        public void commitWithoutSync() {
            layer.commit(false);
        }

        @Override
        public void close() {
            layer.close();
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

    /** The layer's own directory; read-only is the caller's promise here. */
    @Override
    public Path mount(LayerId id, LayerMount mount) {
        if (mount.idMapping().isPresent()) {
            throw JpodException.unsupported("vfs cannot mount layer " + id + " with other owners");
        }
        return files(home.require(id));
    }

    @Override
    public void unmount(LayerId id) {}

    @Override
    public void remove(LayerId id) {
        home.remove(id);
    }

    @Override
    public long usage(LayerId id) {
        try {
            Path own = home.require(id).resolve(ROOT);
            return files(home.directory(id)).equals(own) ? new TreeUsage(posix).bytes(own.toString()) : 0;
        } catch (PosixException e) {
            throw JpodException.host("measuring layer " + id, e);
        }
    }

    @Override
    public Map<String, String> status() {
        return Map.of();
    }

    @Override
    public void sweep() {
        home.sweep(directory -> {});
    }
}
