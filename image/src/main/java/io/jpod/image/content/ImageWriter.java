package io.jpod.image.content;

import io.jpod.api.JpodException;
import io.jpod.api.lock.LockManager;
import io.jpod.api.lock.LockName;
import io.jpod.image.manifest.Manifest;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.store.ImageNames;
import io.jpod.image.store.ImageRunConfig;
import io.jpod.image.store.ImageStore;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.json.Json;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes images and names. Every change takes the store's lock for as long as it takes to write a few small files. */
@SuppressWarnings("try")
public final class ImageWriter {
    private static final LockName STORE = new LockName(LockName.Scope.STORE, "images");

    private static final String FORM_KEPT = "form-kept";

    private final Path root;
    private final ImageStore store;
    private final LockManager locks;
    private final Posix posix;

    public ImageWriter(Path root, ImageStore store, LockManager locks, Posix posix) {
        this.root = root;
        this.store = store;
        this.locks = locks;
        this.posix = posix;
    }

    /** Below it lie the leases of all processes. */
    Path work() {
        return root.resolve("image-work");
    }

    LockManager.Lock lock() {
        return locks.exclusive(STORE);
    }

    /** A working directory for one operation. */
    public Lease lease() {
        return Lease.open(work(), posix);
    }

    /** A lease for the directory of an image that is to be deleted. */
    Lease emptyLease() {
        return Lease.openEmpty(work(), posix);
    }

    /** Keeps blobs and layers from being deleted, whether they exist already or not. */
    public void pin(Lease lease, Collection<Digest> blobs, Collection<String> layers) {
        try (LockManager.Lock lock = lock()) {
            lease.pin(blobs, layers);
        }
    }

    /**
     * Makes an image exist, or gives an existing one another manifest, and names it.
     *
     * @param config its run form, complete but for {@code size}
     * @param rawConfig the configuration document
     * @param manifests its own manifest first, then the indexes through which it was found
     * @param layerBytes length of the plain tars of all layers
     */
    public ImageRunConfig install(
            Lease lease,
            ImageRunConfig config,
            byte[] rawConfig,
            List<Manifest> manifests,
            StoredLayers layers,
            long layerBytes,
            List<ImageReference> names) {
        Path draft = lease.directory().resolve("image-" + config.id());
        Path target = store.ownDirectory(config.id());
        Map<String, byte[]> documents = new LinkedHashMap<>();
        for (Manifest manifest : manifests) {
            documents.put(manifest.digest().hex(), manifest.bytes());
        }
        sync();
        try (LockManager.Lock lock = lock()) {
            ImageRunConfig complete;
            if (Files.isRegularFile(target.resolve("run.json"))) {
                complete = write(target, documents, layers, rawConfig, config, layerBytes);
            } else {
                DirectoryRemoval.remove(target);
                complete = write(draft, documents, layers, rawConfig, config, layerBytes);
                Files.createDirectories(target.getParent());
                Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            }
            for (ImageReference name : names) {
                give(name, config.id(), true);
            }
            return complete;
        } catch (IOException e) {
            throw JpodException.host("storing image " + target, e);
        }
    }

    /** Blobs and layers are not synced one by one; what an image names must be on the disk before it. */
    public void sync() {
        int descriptor = -1;
        try {
            descriptor = posix.open(Posix.AT_FDCWD, root.toString(), Posix.O_RDONLY | Posix.O_DIRECTORY, 0);
            posix.syncFileSystem(descriptor);
        } catch (PosixException e) {
            throw JpodException.host("syncing " + root, e);
        } finally {
            if (descriptor >= 0) {
                posix.close(descriptor);
            }
        }
    }

    /** The run form last: it names the manifest that counts. */
    private static ImageRunConfig write(
            Path directory,
            Map<String, byte[]> manifests,
            StoredLayers layers,
            byte[] rawConfig,
            ImageRunConfig config,
            long layerBytes)
            throws IOException {
        Files.createDirectories(directory.resolve("manifests"));
        for (Map.Entry<String, byte[]> manifest : manifests.entrySet()) {
            AtomicFile.writeDurable(directory.resolve("manifests").resolve(manifest.getKey()), manifest.getValue());
        }
        AtomicFile.writeDurable(directory.resolve("config"), rawConfig);
        AtomicFile.writeDurable(directory.resolve("layers.json"), layers.write());
        ImageRunConfig complete = config.toBuilder()
                .size(layerBytes + ImageStore.documentBytes(directory, config.manifestDigest()))
                .build();
        AtomicFile.writeDurable(directory.resolve("run.json"), Json.compact(complete.toJson()));
        return complete;
    }

    /** Marks an image whose layers came from a registry: they go to others in the very same form. */
    public void keepForm(String id) {
        try (LockManager.Lock lock = lock()) {
            Path directory = store.ownDirectory(id);
            if (Files.isDirectory(directory)) {
                AtomicFile.writeVolatile(directory.resolve(FORM_KEPT), "");
            }
        } catch (IOException e) {
            throw JpodException.host("storing image " + store.ownDirectory(id), e);
        }
    }

    /** True for such an image. */
    public boolean keepsForm(String id) {
        return Files.exists(store.ownDirectory(id).resolve(FORM_KEPT));
    }

    /** Adds names to an image; a name that belonged to another image moves. */
    public void tag(String id, List<ImageReference> names, boolean first) {
        try (LockManager.Lock lock = lock()) {
            store.requireOwn(id, "tag");
            store.config(id);
            for (ImageReference name : names) {
                give(name, id, first);
            }
        }
    }

    /** The image that had the name remembers it. */
    private void give(ImageReference name, String id, boolean first) {
        Optional<ImageNames.Name> before = store.names().find(name);
        store.names().set(name, id, first);
        if (before.isPresent() && !before.get().id().equals(id)) {
            store.rememberName(before.get().id(), name);
        }
    }

    /** Removes names that belong to the image. */
    public void untag(String id, List<ImageReference> names) {
        try (LockManager.Lock lock = lock()) {
            store.requireOwn(id, "untag");
            List<ImageReference> own = new ArrayList<>();
            store.names().of(id).forEach(name -> own.add(name.reference()));
            for (ImageReference name : names) {
                if (!own.contains(name)) {
                    throw JpodException.notFound(name + ": tag not known");
                }
                store.names().remove(name);
                store.rememberName(id, name);
            }
        }
    }

    /**
     * Takes an image out of the store, with its names, which are nothing without it; the lease has its directory then. Blobs and
     * layers stay. The caller holds the lock.
     */
    void delete(Lease lease, String id) {
        List<ImageReference> own = new ArrayList<>();
        store.names().of(id).forEach(name -> own.add(name.reference()));
        Path target = store.ownDirectory(id);
        try {
            if (Files.isDirectory(target)) {
                lease.take(target);
            }
        } catch (IOException e) {
            throw JpodException.host("removing image " + target, e);
        }
        for (ImageReference name : own) {
            store.names().remove(name);
        }
    }
}
