package io.jpod.engine.image;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.storage.LayerId;
import io.jpod.engine.Images;
import io.jpod.engine.layer.Unpacked;
import io.jpod.image.content.BlobStore;
import io.jpod.image.content.ImageWriter;
import io.jpod.image.content.Lease;
import io.jpod.image.content.PartialBlobs;
import io.jpod.image.content.StoreSweep;
import io.jpod.image.content.StoredLayers;
import io.jpod.image.encryption.DecryptionKeys;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageConfig;
import io.jpod.image.manifest.ImageIndex;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.Manifest;
import io.jpod.image.manifest.ManifestParser;
import io.jpod.image.manifest.Platform;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.store.ImageNames;
import io.jpod.image.store.ImageRunConfig;
import io.jpod.image.store.ImageStore;
import io.jpod.image.transport.ImageSource;
import io.jpod.image.trust.SourceTrust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings an image from a source into the store: documents, blobs, unpacked layers, names, in this order. */
final class ImageFetch {
    private static final int MAX_INDEX_DEPTH = 3;

    private final ImageStore store;
    private final BlobStore blobs;
    private final PartialBlobs partial;
    private final ImageWriter writer;
    private final StoreSweep sweep;
    private final ImageLayers layers;
    private final BorrowedImages borrowed;

    ImageFetch(
            ImageStore store,
            BlobStore blobs,
            PartialBlobs partial,
            ImageWriter writer,
            StoreSweep sweep,
            ImageLayers layers,
            BorrowedImages borrowed) {
        this.store = store;
        this.blobs = blobs;
        this.partial = partial;
        this.writer = writer;
        this.sweep = sweep;
        this.layers = layers;
        this.borrowed = borrowed;
    }

    /**
     * Fetches the image of the platform and gives it the names. Takes over neither the source nor the lease.
     *
     * @param keys for encrypted layers
     */
    ImageRunConfig fetch(
            Lease lease,
            ImageSource source,
            SourceTrust trust,
            Platform platform,
            Optional<DecryptionKeys> keys,
            List<ImageReference> names,
            Images.Progress progress) {
        List<Manifest> documents = new ArrayList<>();
        ImageManifest manifest = choose(source, platform, documents);
        progress.message("Getting image source signatures");
        trust.check(manifest, lease.directory());
        byte[] rawConfig = source.config(manifest.config());
        ImageConfig config = ImageConfig.parse(rawConfig);
        if (manifest.isEncrypted()) {
            manifest = decrypted(lease, source, manifest, config.run().id(), keys, progress);
            documents.add(0, manifest);
        }
        StoredLayers stored = StoredLayers.of(manifest.layers(), config.diffIds());
        checkPlatform(config.run(), platform, progress);
        Map<String, Images.Meter> meters = announce(stored, manifest, progress);
        Optional<ImageRunConfig> settled = settled(config.run().id(), documents, stored, names);
        if (settled.isPresent()) {
            tellConfig(manifest, progress);
            progress.message("Writing manifest to image destination");
            return settled.get();
        }
        pin(lease, stored);
        if (source.madeUp() && isWhole(config.run().id())) {
            tellConfig(manifest, progress);
            return nameOnly(config.run().id(), names, progress);
        }
        Optional<ImageRunConfig> present = present(config.run().id(), manifest, stored);
        long bytes = 0;
        long maxId = 1;
        if (present.isPresent()) {
            maxId = present.get().maxId();
            bytes = layerBytes(present.get());
        } else {
            for (Unpacked layer : new LayerFetch(blobs, partial, layers).run(lease, source, stored, meters)) {
                bytes += layer.bytes();
                maxId = Math.max(maxId, layer.idLimit());
            }
        }
        tellConfig(manifest, progress);
        progress.message("Writing manifest to image destination");
        ImageRunConfig run = config.run().toBuilder()
                .manifestDigest(manifest.digest().toString())
                .topLayer(stored.top())
                .maxId(maxId)
                .build();
        ImageRunConfig result = writer.install(lease, run, rawConfig, documents, stored, bytes, names);
        if (source.remote()) {
            writer.keepForm(result.id());
        }
        return result;
    }

    /** The manifest with plain layers, which are in the store then. Who has no key gets nothing, whatever is in the store. */
    private ImageManifest decrypted(
            Lease lease,
            ImageSource source,
            ImageManifest manifest,
            String id,
            Optional<DecryptionKeys> keys,
            Images.Progress progress) {
        EncryptedLayers encrypted = new EncryptedLayers(blobs, partial, writer, manifest, keys, lease);
        boolean known = isWhole(id)
                && store.digests(store.config(id)).contains(manifest.digest().toString());
        return known ? manifest(id) : encrypted.fetch(lease, source, manifest, progress);
    }

    private static ImageManifest choose(ImageSource source, Platform platform, List<Manifest> documents) {
        Manifest manifest = source.manifest();
        for (int depth = 0; depth < MAX_INDEX_DEPTH; depth++) {
            documents.add(0, manifest);
            if (manifest instanceof ImageManifest image) {
                return image;
            }
            if (manifest instanceof ImageIndex index) {
                manifest = source.manifest(index.choose(platform).digest());
            }
        }
        throw JpodException.external("indexes are nested more than " + MAX_INDEX_DEPTH + " deep");
    }

    private static void checkPlatform(ImageRunConfig image, Platform wanted, Images.Progress progress) {
        boolean fits = image.os().equals(wanted.os())
                && image.architecture().equals(wanted.architecture())
                && (wanted.variant().isEmpty() || wanted.variant().equals(image.variant()));
        if (!fits) {
            progress.message("WARNING: image platform (" + image.os() + "/" + image.architecture()
                    + (image.variant().isEmpty() ? "" : "/" + image.variant())
                    + ") does not match the expected platform (" + wanted + ")");
        }
    }

    boolean keepsForm(String id) {
        return writer.keepsForm(id);
    }

    void pin(Lease lease, StoredLayers stored) {
        List<String> chain = new ArrayList<>();
        for (StoredLayers.Layer layer : stored.layers()) {
            chain.add(layer.chainId());
        }
        writer.pin(lease, stored.blobs(), chain);
    }

    /** Keeps an image's blobs while the lease lives; those of an image in another store are here just as long. */
    StoredLayers hold(Lease lease, String id) {
        StoredLayers stored = StoredLayers.read(store.directory(id));
        pin(lease, stored);
        if (store.readOnly(id)) {
            borrowed.lend(lease, id, stored, blobs);
        }
        return stored;
    }

    /** The manifest of a stored image; its blobs are here while somebody holds them. */
    ImageManifest manifest(String id) {
        String hex = store.config(id).manifestDigest().substring("sha256:".length());
        Path file = store.directory(id).resolve("manifests").resolve(hex);
        try {
            ImageManifest manifest = (ImageManifest) ManifestParser.parse(Files.readAllBytes(file), "");
            if (!store.readOnly(id)) {
                return manifest;
            }
            List<Descriptor> plain = new ArrayList<>();
            for (StoredLayers.Layer layer :
                    StoredLayers.read(store.directory(id)).layers()) {
                plain.add(layer.blob());
            }
            return manifest.withLayers(plain);
        } catch (IOException e) {
            throw JpodException.host("reading image " + file, e);
        }
    }

    private Map<String, Images.Meter> announce(StoredLayers stored, ImageManifest manifest, Images.Progress progress) {
        Map<String, Images.Meter> meters = new HashMap<>();
        for (StoredLayers.Layer layer : stored.layers()) {
            Descriptor blob = layer.blob();
            Images.Meter meter = progress.begin("blob", blob.digest().toString(), blob.size());
            if (blobs.contains(blob.digest())) {
                meter.done("skipped: already exists");
            }
            meters.put(blob.digest().hex(), meter);
        }
        return meters;
    }

    private static void tellConfig(ImageManifest manifest, Images.Progress progress) {
        Descriptor config = manifest.config();
        progress.begin("config", config.digest().toString(), config.size()).done("done");
    }

    /** The image, when it is here with these documents and names, so that nothing has to be written. */
    private Optional<ImageRunConfig> settled(
            String id, List<Manifest> documents, StoredLayers stored, List<ImageReference> names) {
        Optional<ImageRunConfig> image = present(id, (ImageManifest) documents.get(0), stored);
        if (image.isEmpty()) {
            return Optional.empty();
        }
        List<String> digests = store.digests(image.get());
        for (Manifest document : documents) {
            if (!digests.contains(document.digest().toString())) {
                return Optional.empty();
            }
        }
        for (ImageReference name : names) {
            Optional<ImageNames.Name> known = store.names().find(name);
            if (known.isEmpty() || !known.get().id().equals(id)) {
                return Optional.empty();
            }
        }
        return image;
    }

    /** What came with a manifest of its own keeps it. */
    private ImageRunConfig nameOnly(String id, List<ImageReference> names, Images.Progress progress) {
        writer.tag(id, names, true);
        progress.message("Writing manifest to image destination");
        return store.config(id);
    }

    /** The image, when all of it is here already and belongs to this manifest. */
    private Optional<ImageRunConfig> present(String id, ImageManifest manifest, StoredLayers stored) {
        if (!isWhole(id)) {
            return Optional.empty();
        }
        ImageRunConfig image = store.config(id);
        boolean same = image.manifestDigest().equals(manifest.digest().toString())
                && StoredLayers.read(store.directory(id)).blobs().equals(stored.blobs());
        return same ? Optional.of(image) : Optional.empty();
    }

    private boolean isWhole(String id) {
        if (!store.contains(id)) {
            return false;
        }
        try {
            store.config(id);
            for (StoredLayers.Layer layer :
                    StoredLayers.read(store.directory(id)).layers()) {
                if (!blobs.contains(layer.blob().digest()) || !layers.exists(layer.chainId())) {
                    return false;
                }
            }
            return true;
        } catch (JpodException e) {
            return false;
        }
    }

    /** The size of an image counts its documents too. */
    private long layerBytes(ImageRunConfig image) {
        try {
            return image.size() - ImageStore.documentBytes(store.directory(image.id()), image.manifestDigest());
        } catch (IOException e) {
            throw JpodException.host("reading image " + store.directory(image.id()), e);
        }
    }

    /** Unpacks the layers of a stored image again, for a storage driver that does not have them. */
    void unpackAgain(ImageRunConfig image) {
        StoredLayers stored = StoredLayers.read(store.directory(image.id()));
        try {
            Optional<LayerId> parent = Optional.empty();
            for (StoredLayers.Layer layer : stored.layers()) {
                try (InputStream in = blobs.open(layer.blob().digest())) {
                    parent = Optional.of(
                            layers.unpack(parent, layer.diffId().toString(), in).layer());
                }
            }
            writer.sync();
        } catch (IOException e) {
            throw new JpodException(ErrorCode.INTERNAL, "image " + image.id() + " is damaged", e)
                    .withRemedy("remove it with rmi -f " + image.id().substring(0, 12) + " and pull it again");
        }
    }

    /** Runs something under a lease; afterwards whatever is not referred to is deleted. */
    <T> T leased(LeasedWork<T> work) {
        Lease lease = writer.lease();
        boolean done = false;
        try {
            T result = work.run(lease);
            done = true;
            return result;
        } catch (JpodException e) {
            try {
                sweep.release(lease);
            } catch (JpodException secondary) {
                e.addSuppressed(secondary);
            }
            throw e;
        } finally {
            if (done) {
                sweep.release(lease);
            }
        }
    }

    /** Work that needs a lease. */
    interface LeasedWork<T> {
        T run(Lease lease);
    }
}
