package io.jpod.image.content;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.lock.LockManager;
import io.jpod.image.reference.Digest;
import io.jpod.image.store.ImageStore;
import io.jpod.support.posix.Posix;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Deletes what nothing refers to: after a removal, after a failure, and after a process was killed. */
@SuppressWarnings("try")
public final class StoreSweep {
    /** Unpacked layers, wherever they are. */
    public interface Layers {
        /**
         * Removes a layer and those below it, as far as they are not kept and nothing stands on them.
         *
         * @param keep chain ids, each standing for those below it too
         */
        void removeChain(String top, Set<String> keep);

        /** Removes drafts that killed processes left. */
        void sweep();
    }

    private final ImageWriter writer;
    private final ImageStore store;
    private final BlobStore blobs;
    private final PartialBlobs partial;
    private final Layers layers;
    private final Posix posix;
    private final Log log;

    public StoreSweep(
            ImageWriter writer,
            ImageStore store,
            BlobStore blobs,
            PartialBlobs partial,
            Layers layers,
            Posix posix,
            Log log) {
        this.writer = writer;
        this.store = store;
        this.blobs = blobs;
        this.partial = partial;
        this.layers = layers;
        this.posix = posix;
        this.log = log;
    }

    /** Cleans up after dead processes; costs one directory listing when there are none. */
    public void sweepDead() {
        String[] names = new File(writer.work().toString()).list();
        if (names == null || names.length == 0) {
            return;
        }
        List<Lease> dead = new ArrayList<>();
        try {
            for (String name : names) {
                if (name.endsWith(".lock")) {
                    Optional<Lease> lease = Lease.takeOver(writer.work().resolve(name), posix);
                    if (lease.isPresent()) {
                        log.debug("sweeping what a killed process left in "
                                + lease.get().directory());
                        dead.add(lease.get());
                    }
                }
            }
        } catch (IOException e) {
            log.warn("sweeping " + writer.work() + ": " + e.getMessage());
        }
        if (!dead.isEmpty()) {
            layers.sweep();
            release(dead);
        }
    }

    /** Ends a lease and deletes what it pinned unless something else needs it. */
    public void release(Lease lease) {
        release(List.of(lease));
    }

    /** What all leases pin, of a kind: {@code "blob "} or {@code "layer "}. */
    public Set<String> pinned(String kind) {
        Set<String> blobPins = new HashSet<>();
        Set<String> layerPins = new HashSet<>();
        try {
            pinnedByOthers(List.of(), blobPins, layerPins);
        } catch (IOException e) {
            throw JpodException.host("reading " + writer.work(), e);
        }
        return kind.startsWith("blob") ? blobPins : layerPins;
    }

    /**
     * Deletes an image and what only this image needed. Should this process die midway, the next sweep goes on with it. Needs no
     * space on the disk.
     */
    public void delete(String id) {
        Lease lease = writer.emptyLease();
        try (LockManager.Lock lock = writer.lock()) {
            try {
                writer.delete(lease, id);
            } catch (JpodException e) {
                lease.close();
                throw e;
            }
            collect(List.of(lease));
        }
    }

    private void release(List<Lease> ended) {
        try (LockManager.Lock lock = writer.lock()) {
            collect(ended);
        }
    }

    private void collect(List<Lease> ended) {
        Set<String> layerCandidates = new LinkedHashSet<>();
        for (Lease lease : ended) {
            layerCandidates.addAll(lease.pinnedLayers());
        }
        try {
            store.names().sweep();
            partial.sweep();
            removeNamesOfMissingImages();
            Set<String> keepBlobs = new HashSet<>();
            Set<String> keepLayers = new HashSet<>();
            pinnedByOthers(ended, keepBlobs, keepLayers);
            if (referenced(keepBlobs, keepLayers)) {
                for (Digest blob : blobs.all()) {
                    if (!keepBlobs.contains(blob.hex())) {
                        blobs.remove(blob);
                    }
                }
                removeLayers(layerCandidates, keepLayers);
            }
        } catch (IOException e) {
            throw JpodException.host("sweeping the image store", e);
        } finally {
            for (Lease lease : ended) {
                lease.close();
            }
        }
    }

    /** Pins are written lowest first; from the top down, each layer is free by the time its turn comes. */
    private void removeLayers(Set<String> candidates, Set<String> keep) {
        List<String> order = new ArrayList<>(candidates);
        for (int i = order.size() - 1; i >= 0; i--) {
            if (!keep.contains(order.get(i))) {
                layers.removeChain(order.get(i), keep);
            }
        }
    }

    private void removeNamesOfMissingImages() {
        store.names().all().forEach(name -> {
            if (!store.contains(name.id())) {
                store.names().remove(name.reference());
            }
        });
    }

    private void pinnedByOthers(List<Lease> ended, Set<String> keepBlobs, Set<String> keepLayers) throws IOException {
        Set<Path> own = new HashSet<>();
        for (Lease lease : ended) {
            own.add(lease.directory());
        }
        String[] names = new File(writer.work().toString()).list();
        for (String name : names == null ? new String[0] : names) {
            Path directory = writer.work().resolve(name);
            if (!own.contains(directory) && Files.isDirectory(directory)) {
                Set<String> pins = Lease.pins(directory);
                keepBlobs.addAll(Lease.select(pins, "blob "));
                keepLayers.addAll(Lease.select(pins, "layer "));
            }
        }
    }

    /** @return false when an image cannot be read: then nobody knows what it needs, and nothing is deleted */
    private boolean referenced(Set<String> keepBlobs, Set<String> keepLayers) {
        boolean known = true;
        for (String id : store.ids()) {
            try {
                for (StoredLayers.Layer layer :
                        StoredLayers.read(store.directory(id)).layers()) {
                    keepBlobs.add(layer.blob().digest().hex());
                    keepLayers.add(layer.chainId());
                }
            } catch (JpodException e) {
                log.warn("image " + id + " is damaged, so that unused layers are kept: remove it with rmi -f "
                        + id.substring(0, 12));
                known = false;
            }
        }
        return known;
    }
}
