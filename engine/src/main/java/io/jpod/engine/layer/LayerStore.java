package io.jpod.engine.layer;

import io.jpod.api.ContainerId;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.lock.LockManager;
import io.jpod.api.lock.LockName;
import io.jpod.api.storage.LayerDraft;
import io.jpod.api.storage.LayerId;
import io.jpod.api.storage.LayerMount;
import io.jpod.api.storage.StorageCapability;
import io.jpod.api.storage.StorageDriver;
import io.jpod.api.storage.WhiteoutFormat;
import io.jpod.engine.Providers;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.Posix;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The layers of images and containers. Thread-safe; several processes may use one store. Callers hold no lock while they unpack;
 * {@link #removeChain} and {@link #removeUnused} take no lock over the whole store either: whoever removes while others pull holds
 * the store's lock and gives what they pin.
 */
public final class LayerStore {
    private final Path root;
    private final Providers providers;
    private final HostFacts host;
    private final LockManager locks;
    private final Posix posix;
    private final Log log;

    /** @param root the data root; the store keeps its files below {@code root/layers} */
    public LayerStore(Path root, Providers providers, HostFacts host, LockManager locks, Posix posix, Log log) {
        this.root = root;
        this.providers = providers;
        this.host = host;
        this.locks = locks;
        this.posix = posix;
        this.log = log;
    }

    /**
     * Unpacks an image layer on top of its parent and commits it; finds it when it is there already, without reading the stream. Who
     * wants a layer that somebody else unpacks waits for that.
     * The compression is found by the first bytes (none, gzip, zstd, bzip2, xz). The stream is read to its end, not closed.
     * Nothing is synced: whoever installs an image syncs once, and until then a lease pins its layers, which are removed after a
     * power cut.
     *
     * @param parent chain id of the layer below; empty for the lowest
     * @param diffId {@code sha256:…} as the image's configuration says; the unpacked stream must have it
     * @throws JpodException EXTERNAL when the stream is damaged, does not match its diff id, or holds an entry that leaves the layer;
     *     HOST when the disk is full or the host has too few ids; nothing is left behind
     */
    public Unpacked unpack(Optional<LayerId> parent, String diffId, InputStream blob) {
        return unpack(parent, diffId, blob, false);
    }

    /**
     * As above.
     *
     * @param vouched true when the stream ends only if its bytes are known to have the digest {@code diffId}; then a plain tar is not
     *     hashed again
     * @throws JpodException as above
     */
    public Unpacked unpack(Optional<LayerId> parent, String diffId, InputStream blob, boolean vouched) {
        LayerId layer = ChainIds.chain(parent, diffId);
        Optional<Unpacked> there = find(layer);
        if (there.isPresent()) {
            return there.get();
        }
        // A name before that of the lock for committing, which is taken inside.
        LockManager.Lock making = locks.exclusive(new LockName(LockName.Scope.LAYER, "-" + layer.value()));
        try {
            there = find(layer);
            if (there.isPresent()) {
                return there.get();
            }
            driver().sweep();
            return unpacker().unpack(layer, parent, diffId, blob, vouched);
        } finally {
            making.close();
        }
    }

    /**
     * The name of the topmost of these layers.
     *
     * @param diffIds {@code sha256:…}, lowest first; at least one
     */
    public static LayerId chainId(List<String> diffIds) {
        Optional<LayerId> chain = Optional.empty();
        for (String diffId : diffIds) {
            chain = Optional.of(ChainIds.chain(chain, diffId));
        }
        return chain.orElseThrow(() -> JpodException.usage("an image without layers has no chain id"));
    }

    public boolean exists(LayerId layer) {
        return driver().exists(layer);
    }

    /** What is known of an image layer; empty when it does not exist. */
    public Optional<Unpacked> find(LayerId layer) {
        if (!exists(layer)) {
            return Optional.empty();
        }
        return Optional.of(LayerUnpacker.describe(layer, records().read(layer).orElseGet(JsonObject::new), true));
    }

    /** Disk space of the layer itself, without its parents, in bytes. */
    public long usage(LayerId layer) {
        return driver().usage(layer);
    }

    /** One more than the largest id that owns a file in the layer or below it; at least 1. */
    public long idLimit(LayerId layer) {
        long limit = 1;
        Optional<LayerId> next = Optional.of(layer);
        while (next.isPresent()) {
            Optional<JsonObject> record = records().read(next.get());
            limit = Math.max(limit, record.isPresent() ? record.get().getLong("idLimit", 1) : 1);
            next = driver().parent(next.get());
        }
        return limit;
    }

    /**
     * Makes an empty layer for a container.
     *
     * @param parent the image's topmost layer as {@link #shifted} gave it; empty for an empty root file system
     * @return its name: the container's id
     */
    public LayerId createContainerLayer(ContainerId container, Optional<LayerId> parent) {
        LayerId layer = new LayerId(container.value());
        try (LayerDraft draft = driver().create(layer, parent)) {
            draft.commitWithoutSync();
        }
        return layer;
    }

    /**
     * Makes a layer's files visible; a mounted one stays as it is.
     *
     * @param mapping the container's ids when it has a user namespace of its own; the same as was given to {@link #shifted}
     * @param label SELinux mount label, or the empty string
     */
    public Path mount(LayerId layer, boolean readOnly, String label, Optional<IdMapping> mapping) {
        StorageDriver driver = driver();
        boolean shifts = mapping.isPresent() && driver.capabilities().contains(StorageCapability.ID_SHIFT);
        return driver.mount(layer, new LayerMount(readOnly, label, shifts ? mapping : Optional.empty()));
    }

    /** Ends a mount; no error when there is none. */
    public void unmount(LayerId layer) {
        driver().unmount(layer);
    }

    /**
     * Makes a layer of files that lie elsewhere and stay there; finds it when it is there already.
     *
     * @param idLimit one more than the largest owner of the files
     * @return false when the driver cannot use files of this form
     */
    public boolean borrow(LayerId layer, Optional<LayerId> parent, Path files, WhiteoutFormat whiteouts, long idLimit) {
        StorageDriver driver = driver();
        if (!driver.capabilities().contains(StorageCapability.BORROW)) {
            return false;
        }
        LockManager.Lock lock = locks.exclusive(new LockName(LockName.Scope.LAYER, layer.value()));
        try {
            if (!driver.exists(layer)) {
                records()
                        .write(
                                layer,
                                new JsonObject()
                                        .put("borrowed", files.toString())
                                        .put("idLimit", idLimit));
                driver.borrow(layer, parent, files, whiteouts);
            }
            return true;
        } catch (JpodException e) {
            if (e.code() == ErrorCode.UNSUPPORTED) {
                records().remove(layer);
                return false;
            }
            throw e;
        } finally {
            lock.close();
        }
    }

    /**
     * Unmounts and deletes a layer; no error when there is none.
     *
     * @throws JpodException CONFLICT when another layer stands on it
     */
    public void remove(LayerId layer) {
        removal().remove(layer);
        for (LayerRemoval other : others()) {
            other.remove(layer);
        }
    }

    /**
     * Removes an image's layers from the top down, as far as nothing else stands on them, and sweeps what killed processes left.
     *
     * @param keep layers that other images or running pulls use, each standing for those below it too
     */
    public void removeChain(LayerId top, Set<LayerId> keep) {
        removal().removeChain(top, keep);
        for (LayerRemoval other : others()) {
            other.removeChain(top, keep);
        }
    }

    /** Layers that the data root has from a time when it was used with other drivers; those that cannot be opened now stay. */
    private List<LayerRemoval> others() {
        List<LayerRemoval> result = new ArrayList<>();
        String[] ids = root.resolve("layers").toFile().list();
        for (String id : ids == null ? new String[0] : ids) {
            if (id.equals(providers.storageId())) {
                continue;
            }
            Optional<StorageDriver> other = providers.otherStorage(id);
            if (other.isPresent()) {
                result.add(new LayerRemoval(
                        other.get(), new LayerRecords(root.resolve("layers").resolve(id)), locks));
            } else {
                log.debug("layers of storage driver " + id + " stay: it cannot be opened");
            }
        }
        return result;
    }

    /**
     * Removes every layer that is neither in the set nor below one of it, and sweeps what killed processes left.
     *
     * @param keep topmost layers of all images and the layers of all containers
     * @return what was removed
     */
    public Collection<LayerId> removeUnused(Set<LayerId> keep) {
        for (LayerRemoval other : others()) {
            other.removeUnused(keep);
        }
        return removal().removeUnused(keep);
    }

    /** All committed layers of the chosen driver. */
    public List<LayerId> list() {
        return driver().list();
    }

    /** Committed layers that are not in the set, nor copies with other owners of one that is. */
    public List<LayerId> unknown(Set<LayerId> keep) {
        return removal().unknown(keep);
    }

    /** When a layer of an image was unpacked; empty for any other. */
    public Optional<Instant> committed(LayerId layer) {
        return records().written(layer);
    }

    /** Removes what killed processes left; what living ones work on stays. */
    public void sweep() {
        removal().sweep();
    }

    /**
     * An image layer, with all below it, whose files' owners suit a container with a user namespace of its own: what belongs to id
     * {@code n} belongs to what the container sees as {@code n}. The same layer when the driver shifts owners at {@link #mount}, else
     * a copy that is kept for the next container with this mapping.
     *
     * @throws JpodException HOST when a file's owner is not in the mapping
     */
    public LayerId shifted(LayerId layer, IdMapping mapping) {
        StorageDriver driver = driver();
        if (driver.capabilities().contains(StorageCapability.ID_SHIFT) || mapping.isIdentity()) {
            return layer;
        }
        return new LayerShift(driver, records(), unpacker(), posix).shifted(layer, mapping);
    }

    /** For reading what layers hold. */
    public LayerContents contents() {
        return new LayerContents(driver(), host, posix);
    }

    private LayerRecords records() {
        return new LayerRecords(root.resolve("layers").resolve(providers.storageId()));
    }

    private LayerUnpacker unpacker() {
        return new LayerUnpacker(driver(), records(), host, locks, posix, log);
    }

    private LayerRemoval removal() {
        return new LayerRemoval(driver(), records(), locks);
    }

    private StorageDriver driver() {
        return providers.storage();
    }
}
