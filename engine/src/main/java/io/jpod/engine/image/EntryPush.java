package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import io.jpod.image.content.BlobStore;
import io.jpod.image.content.Lease;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.registry.RegistrySource;
import io.jpod.image.store.ImageStore;
import io.jpod.image.transport.ImageDestination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Sends single entries of a manifest list: images that are stored or in a registry, and artifacts. */
final class EntryPush {
    private final ImageStore store;
    private final BlobStore blobs;
    private final ImageFetch fetch;
    private final RegistryPlaces places;
    private final Lease lease;
    private final PullOptions options;
    private final Images.Progress progress;

    EntryPush(
            ImageStore store,
            BlobStore blobs,
            ImageFetch fetch,
            RegistryPlaces places,
            Lease lease,
            PullOptions options,
            Images.Progress progress) {
        this.store = store;
        this.blobs = blobs;
        this.fetch = fetch;
        this.places = places;
        this.lease = lease;
        this.options = options;
        this.progress = progress;
    }

    /** A manifest as it was sent; {@code image} is absent for an artifact. */
    record Sent(String mediaType, Digest digest, long size, Optional<ImageManifest> image) {
        static Sent of(ImageManifest manifest) {
            return new Sent(manifest.mediaType(), manifest.digest(), manifest.bytes().length, Optional.of(manifest));
        }
    }

    /** Opens the destination for what comes from another repository; empty when the one at hand does. */
    interface Own {
        Optional<ImageDestination> open(ImageReference from);
    }

    /** The manifest of an image, as it is stored or in its registry. */
    ImageManifest manifest(ManifestList.Entry entry) {
        if (entry.isStored()) {
            return fetch.manifest(entry.imageId());
        }
        try (RegistrySource source = source(from(entry))) {
            return (ImageManifest) source.manifest();
        }
    }

    private static ImageReference from(ManifestList.Entry entry) {
        return ImageReference.parse(entry.from().substring("docker://".length()));
    }

    private RegistrySource source(ImageReference from) {
        return places.openToRead(from, options);
    }

    Sent image(ManifestList.Entry entry, ImageSending form, ImageDestination to, Own own) {
        progress.message("Getting image source signatures");
        if (entry.isStored()) {
            String id = entry.imageId();
            ImageSending.Source stored = new ImageSending.Source(
                    fetch.manifest(id),
                    read(store.directory(id).resolve("config")),
                    blob -> () -> Files.newInputStream(blobs.path(blob.digest())),
                    fetch.keepsForm(id),
                    Optional.empty());
            return send(stored, form, to);
        }
        ImageReference from = from(entry);
        try (RegistrySource source = source(from)) {
            ImageManifest manifest = (ImageManifest) source.manifest();
            ImageSending.Source remote = new ImageSending.Source(
                    manifest,
                    source.config(manifest.config()),
                    blob -> () -> source.blob(blob),
                    true,
                    Optional.empty());
            Optional<ImageDestination> other = own.open(from);
            if (other.isEmpty()) {
                return send(remote, form, to);
            }
            try (ImageDestination destination = other.get()) {
                return send(remote, form, destination);
            }
        }
    }

    private Sent send(ImageSending.Source image, ImageSending form, ImageDestination to) {
        ImageManifest sent = form.blobs(image, to, lease.directory(), true, progress);
        to.document(sent.bytes(), sent.mediaType(), sent.digest(), false);
        return Sent.of(sent);
    }

    Sent artifact(ListArtifact artifact, ImageDestination to) {
        for (Descriptor blob : artifact.blobs()) {
            progress.message("Copying blob " + blob.digest());
            to.blob(blob, () -> artifact.open(blob));
        }
        byte[] bytes = artifact.manifest();
        Digest digest = Sha256.of(bytes);
        to.document(bytes, MediaTypes.OCI_MANIFEST, digest, false);
        return new Sent(MediaTypes.OCI_MANIFEST, digest, bytes.length, Optional.empty());
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw JpodException.host("reading image " + file, e);
        }
    }
}
