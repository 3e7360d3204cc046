package io.jpod.engine.image;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.Images;
import io.jpod.image.content.BlobStore;
import io.jpod.image.content.ImageWriter;
import io.jpod.image.content.Lease;
import io.jpod.image.content.PartialBlobs;
import io.jpod.image.encryption.DecryptionKeys;
import io.jpod.image.encryption.LayerCipher;
import io.jpod.image.encryption.LayerSecret;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.reference.Digest;
import io.jpod.image.transport.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;

/** Fetches the encrypted layers of an image and puts plain ones into the store. */
final class EncryptedLayers {
    private final BlobStore blobs;
    private final PartialBlobs partial;
    private final ImageWriter writer;
    private final Map<Digest, LayerSecret> secrets = new HashMap<>();

    /**
     * Opens what the recipients' keys open; no layer is fetched yet.
     *
     * @throws JpodException EXTERNAL when a layer is not for any of them
     */
    EncryptedLayers(
            BlobStore blobs,
            PartialBlobs partial,
            ImageWriter writer,
            ImageManifest manifest,
            Optional<DecryptionKeys> keys,
            Lease lease) {
        this.blobs = blobs;
        this.partial = partial;
        this.writer = writer;
        for (Descriptor layer : manifest.layers()) {
            if (MediaTypes.isEncrypted(layer.mediaType()) && !secrets.containsKey(layer.digest())) {
                secrets.put(
                        layer.digest(),
                        keys.orElseThrow(() -> DecryptionKeys.missing(layer)).unwrap(layer, lease.directory()));
            }
        }
    }

    /**
     * Brings the layers into the store, decrypted and checked.
     *
     * @return the manifest of the same image with plain layers
     */
    ImageManifest fetch(Lease lease, ImageSource source, ImageManifest manifest, Images.Progress progress) {
        writer.pin(lease, secrets.keySet(), List.of());
        boolean done = false;
        BlobThreads threads = new BlobThreads();
        Map<Digest, Future<Descriptor>> tasks = new HashMap<>();
        try {
            for (Descriptor layer : manifest.layers()) {
                if (secrets.containsKey(layer.digest()) && !tasks.containsKey(layer.digest())) {
                    Images.Meter meter = progress.begin("blob", layer.digest().toString(), layer.size());
                    tasks.put(layer.digest(), threads.submit(() -> plain(lease, source, layer, meter)));
                }
            }
            List<Descriptor> layers = new ArrayList<>();
            for (Descriptor layer : manifest.layers()) {
                Future<Descriptor> task = tasks.get(layer.digest());
                layers.add(task == null ? layer : BlobThreads.await(task));
            }
            keep(lease, manifest, layers);
            done = true;
            return manifest.withLayers(layers);
        } finally {
            if (!done) {
                threads.cancel();
                source.close();
            }
            threads.close();
        }
    }

    private Descriptor plain(Lease lease, ImageSource source, Descriptor layer, Images.Meter meter) {
        try {
            if (!blobs.contains(layer.digest())) {
                if (source.remote()) {
                    partial.fetch(layer, source, meter::at);
                } else {
                    try (InputStream in = source.blob(layer)) {
                        blobs.add(lease, layer, in);
                    }
                }
            }
            Descriptor plain = LayerCipher.decrypt(
                    layer, blobs.path(layer.digest()), file(lease, layer.digest()), secrets.get(layer.digest()));
            meter.done("done");
            return plain;
        } catch (IOException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "reading blob " + layer.digest(), e);
        }
    }

    private static Path file(Lease lease, Digest encrypted) {
        return lease.directory().resolve("decrypted-" + encrypted.hex());
    }

    /** Pinned before they are there, so that nobody else's sweep takes them away. */
    private void keep(Lease lease, ImageManifest manifest, List<Descriptor> layers) {
        List<Digest> digests = new ArrayList<>();
        for (Descriptor layer : layers) {
            digests.add(layer.digest());
        }
        writer.pin(lease, digests, List.of());
        for (int i = 0; i < layers.size(); i++) {
            Path file = file(lease, manifest.layers().get(i).digest());
            if (Files.exists(file)) {
                blobs.take(file, layers.get(i).digest());
            }
        }
    }
}
