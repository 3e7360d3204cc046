package io.jpod.engine.layer;

import io.jpod.api.JpodException;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.storage.LayerId;
import io.jpod.api.storage.LayerMount;
import io.jpod.api.storage.StorageCapability;
import io.jpod.api.storage.StorageDriver;
import io.jpod.support.layer.Decompression;
import io.jpod.support.layer.LayerAudit;
import io.jpod.support.layer.LayerChanges;
import io.jpod.support.layer.LayerDiffer;
import io.jpod.support.posix.Posix;
import io.jpod.support.tree.OwnerMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What layers hold: their files as a tar, and how they differ from what is below. Whoever calls sees to it that a container's layer
 * is not unmounted meanwhile.
 */
public final class LayerContents {
    private final StorageDriver driver;
    private final HostFacts host;
    private final Posix posix;

    LayerContents(StorageDriver driver, HostFacts host, Posix posix) {
        this.driver = driver;
        this.host = host;
        this.posix = posix;
    }

    /**
     * Writes what a container's layer changes as a layer tar.
     *
     * @param mapping the container's ids when it has a user namespace of its own: owners are written as it sees them
     */
    public void writeChanges(LayerId layer, Optional<IdMapping> mapping, OutputStream out) {
        LayerDiffer differ = differ(mapping);
        if (recordsChanges()) {
            differ.writeChanges(driver.changes(layer), out);
            return;
        }
        onTrees(layer, (parent, tree) -> differ.writeDifference(parent, tree, out));
    }

    /** Writes all files that a directory shows as a tar. */
    public void writeTree(Path tree, Optional<IdMapping> mapping, OutputStream out) {
        differ(mapping).writeDifference(Optional.empty(), tree, out);
    }

    /** How a layer differs from those below it. */
    public List<LayerChanges.Change> changes(LayerId layer) {
        LayerChanges changes = new LayerChanges(posix);
        if (!recordsChanges()) {
            List<LayerChanges.Change> result = new ArrayList<>();
            onTrees(layer, (parent, tree) -> result.addAll(changes.ofTrees(parent, tree)));
            return result;
        }
        List<Path> below = new ArrayList<>();
        Optional<LayerId> next = driver.parent(layer);
        while (next.isPresent()) {
            below.add(driver.changes(next.get()));
            next = driver.parent(next.get());
        }
        return changes.ofOverlay(driver.changes(layer), below);
    }

    /** How a tree of files differs from another. */
    public List<LayerChanges.Change> changes(Path other, Path tree) {
        return new LayerChanges(posix).ofTrees(Optional.of(other), tree);
    }

    /** Opens what a layer was made of, compressed or not. */
    public interface Blob {
        InputStream open() throws IOException;
    }

    /** How a layer's files differ from the tar that it was made of, in a few words; empty when they do not. */
    public Optional<String> damage(LayerId layer, Blob blob) {
        Path files = recordsChanges() ? driver.changes(layer) : driver.mount(layer, LayerMount.reading());
        try (InputStream tar = Decompression.open(blob.open())) {
            return new LayerAudit(posix).compare(tar, files);
        } catch (IOException e) {
            return Optional.of("its blob cannot be read: " + e.getMessage());
        }
    }

    private boolean recordsChanges() {
        return driver.capabilities().contains(StorageCapability.CHANGES);
    }

    private interface Comparison {
        void on(Optional<Path> parent, Path tree);
    }

    /** Drivers without recorded changes show whole trees without mounting anything that could go away. */
    private void onTrees(LayerId layer, Comparison work) {
        Optional<Path> parent = driver.parent(layer).map(id -> driver.mount(id, LayerMount.reading()));
        work.on(parent, driver.mount(layer, LayerMount.reading()));
    }

    private LayerDiffer differ(Optional<IdMapping> mapping) {
        IdMapping ids = host.namespaceIds();
        boolean single = IdMapping.count(ids.uids()) == 1 || IdMapping.count(ids.gids()) == 1;
        boolean shifted = mapping.isPresent()
                && !mapping.get().isIdentity()
                && !driver.capabilities().contains(StorageCapability.ID_SHIFT);
        return new LayerDiffer(posix, shifted ? new ContainerOwners(mapping.get()) : OwnerMap.SAME, single);
    }

    /** Owners as a container sees them. */
    private static final class ContainerOwners implements OwnerMap {
        private final IdMapping mapping;

        ContainerOwners(IdMapping mapping) {
            this.mapping = mapping;
        }

        @Override
        public long uid(long uid) {
            return IdMapping.toContainer(mapping.uids(), uid).orElseThrow(() -> unmapped("user", uid));
        }

        @Override
        public long gid(long gid) {
            return IdMapping.toContainer(mapping.gids(), gid).orElseThrow(() -> unmapped("group", gid));
        }

        private static JpodException unmapped(String kind, long id) {
            return JpodException.external("host ID " + id + " of a file's " + kind + " is not one of the container's");
        }
    }
}
