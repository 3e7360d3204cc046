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
        return Set.of();
    }

    @Override
    public LayerDraft create(LayerId id, Optional<LayerId> parent) {
        IncompleteLayer layer = home.begin(id, parent);
        boolean begun = false;
        try {
            Path root = layer.directory().resolve(ROOT);
            posix.makeDirectory(Posix.AT_FDCWD, root.toString(), posix.getEuid() == 0 ? 0555 : 0755);
            if (parent.isPresent()) {
                Path below = home.directory(parent.get()).resolve(ROOT);
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
        return home.require(id).resolve(ROOT);
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
            return new TreeUsage(posix).bytes(home.require(id).resolve(ROOT).toString());
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
