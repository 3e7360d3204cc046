package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import io.jpod.image.content.BlobStore;
import io.jpod.image.content.Lease;
import io.jpod.image.content.StoredLayers;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.ManifestParser;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.reference.RegistriesConfig;
import io.jpod.image.registry.RegistryDestination;
import io.jpod.image.store.ImageNames;
import io.jpod.image.store.ImageRunConfig;
import io.jpod.image.store.ImageStore;
import io.jpod.image.transport.ImageDestination;
import io.jpod.image.transport.LayerRecoder;
import io.jpod.image.transport.LocalDestinations;
import io.jpod.image.transport.TransportName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends a stored image somewhere: bit for bit as it came, unless the place or the options want another form. */
final class ImagePush {
    private final EngineContext context;
    private final ImageStore store;
    private final BlobStore blobs;
    private final ImageFetch fetch;
    private final RegistryPlaces places;

    ImagePush(EngineContext context, ImageStore store, BlobStore blobs, ImageFetch fetch, RegistryPlaces places) {
        this.context = context;
        this.store = store;
        this.blobs = blobs;
        this.fetch = fetch;
        this.places = places;
    }

    /** @return the digest of the manifest that was sent */
    String push(String reference, String destination, PullOptions options, Images.Progress progress) {
        ImageStore.Found found = store.find(reference);
        ImageRunConfig image = store.config(found.id());
        Optional<ImageReference> name = name(found);
        String target =
                destination.isEmpty() ? name.map(ImageReference::toString).orElse(reference) : destination;
        TransportName place =
                TransportName.isTransport(target) ? TransportName.parse(target) : new TransportName("docker", target);
        Format format = wantedFormat(place, options);
        String digest = fetch.leased(lease -> {
            pin(lease, image);
            return new Retries(context, options).run(() -> {
                try (ImageDestination to = open(place, name, lease, options)) {
                    return send(lease, image, to, format, options, progress);
                }
            });
        });
        if (!options.digestFile().isEmpty()) {
            write(Path.of(options.digestFile()), digest);
        }
        return digest;
    }

    /** The name by which it was found, or else its first one. */
    private Optional<ImageReference> name(ImageStore.Found found) {
        if (found.name().isPresent()) {
            return found.name();
        }
        List<ImageNames.Name> names = store.names().of(found.id());
        return names.isEmpty() ? Optional.empty() : Optional.of(names.get(0).reference());
    }

    private enum Format {
        STORED,
        OCI,
        DOCKER
    }

    /** Layouts are OCI's and docker archives are Docker's, whatever was asked for. */
    private static Format wantedFormat(TransportName place, PullOptions options) {
        Format asked = switch (options.format()) {
            case "" -> Format.STORED;
            case "oci" -> Format.OCI;
            case "v2s2", "docker" -> Format.DOCKER;
            case "v2s1" ->
                throw JpodException.unsupported("manifest format v2s1 is not supported")
                        .withRemedy("use oci or v2s2");
            default ->
                throw JpodException.usage("unknown format \"" + options.format()
                        + "\". Choose one of the supported formats: \"oci\", \"v2s2\"");
        };
        return switch (place.transport()) {
            case "oci", "oci-archive" -> Format.OCI;
            case "docker-archive" -> Format.DOCKER;
            default -> asked;
        };
    }

    private void pin(Lease lease, ImageRunConfig image) {
        fetch.pin(lease, StoredLayers.read(store.directory(image.id())));
    }

    private ImageDestination open(
            TransportName place, Optional<ImageReference> name, Lease lease, PullOptions options) {
        if (!place.transport().equals("docker")) {
            return LocalDestinations.open(place, name, lease.directory());
        }
        ImageReference target = ImageReference.parse(place.rest());
        ImageReference qualified =
                (target.isShort() ? target.atRegistry(ImageReference.DOCKER_HUB) : target).withDefaultTag();
        RegistriesConfig.Endpoint endpoint = places.endpoints(qualified, false).get(0);
        return new RegistryDestination(places.open(endpoint, options));
    }

    private String send(
            Lease lease,
            ImageRunConfig image,
            ImageDestination to,
            Format format,
            PullOptions options,
            Images.Progress progress) {
        progress.message("Getting image source signatures");
        ImageManifest stored = storedManifest(image);
        if (options.compressionFormat().equals("zstd")) {
            stored = stored.convert(false);
        }
        LayerRecoder recoder = new LayerRecoder(
                options.compressionFormat(),
                options.compressionLevel(),
                options.forceCompression(),
                to.wantsPlainLayers(),
                to.wantsCompressedLayers(),
                MediaTypes.isDocker(stored.mediaType()));
        List<Descriptor> layers = new ArrayList<>();
        boolean recoded = false;
        for (Descriptor layer : stored.layers()) {
            progress.message("Copying blob " + layer.digest());
            Path scratch = lease.directory().resolve("recoded");
            Descriptor sent = recoder.recode(layer, blobs.path(layer.digest()), scratch);
            Path content = sent.equals(layer) ? blobs.path(layer.digest()) : scratch;
            recoded |= !sent.equals(layer);
            to.blob(sent, () -> Files.newInputStream(content));
            layers.add(sent);
        }
        progress.message("Copying config " + stored.config().digest());
        byte[] config = read(store.directory(image.id()).resolve("config"));
        to.blob(stored.config(), () -> new ByteArrayInputStream(config));
        progress.message("Writing manifest to image destination");
        ImageManifest manifest = recoded ? stored.withLayers(layers) : stored;
        if (format != Format.STORED) {
            manifest = manifest.convert(format == Format.DOCKER);
        }
        to.manifest(manifest);
        to.finish();
        progress.message("Storing signatures");
        return manifest.digest().toString();
    }

    private ImageManifest storedManifest(ImageRunConfig image) {
        String hex = image.manifestDigest().substring("sha256:".length());
        byte[] bytes = read(store.directory(image.id()).resolve("manifests").resolve(hex));
        return (ImageManifest) ManifestParser.parse(bytes, "");
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw JpodException.host("reading image " + file, e);
        }
    }

    private static void write(Path file, String digest) {
        try {
            Files.write(file, digest.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw JpodException.host("failed to write digest to file \"" + file + "\"", e);
        }
    }
}
