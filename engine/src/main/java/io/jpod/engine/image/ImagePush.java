package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import io.jpod.image.content.BlobStore;
import io.jpod.image.content.Lease;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.reference.RegistriesConfig;
import io.jpod.image.registry.DockerDaemon;
import io.jpod.image.registry.RegistryDestination;
import io.jpod.image.store.ImageNames;
import io.jpod.image.store.ImageRunConfig;
import io.jpod.image.store.ImageStore;
import io.jpod.image.transport.DaemonDestination;
import io.jpod.image.transport.ImageDestination;
import io.jpod.image.transport.LocalDestinations;
import io.jpod.image.transport.TransportName;
import io.jpod.image.trust.SourceTrust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Sends a stored image somewhere: bit for bit as it came, unless the place or the options want another form. */
final class ImagePush {
    private final EngineContext context;
    private final ImageStore store;
    private final BlobStore blobs;
    private final ImageFetch fetch;
    private final RegistryPlaces places;
    private final StoredTrust trust;

    ImagePush(
            EngineContext context,
            ImageStore store,
            BlobStore blobs,
            ImageFetch fetch,
            RegistryPlaces places,
            StoredTrust trust) {
        this.trust = trust;
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
        String format = wantedFormat(place, options);
        ImageSending form =
                ImageSending.of(new CompressionSettings(context.settings()).forImage(place, options), format);
        Optional<PushEncryption> encryption = encryption(place, format, options);
        PushSigning signing = PushSigning.of(context, trust, place, options);
        String digest = fetch.leased(lease -> {
            fetch.hold(lease, image.id());
            SourceTrust.ofPlace(
                            new PolicyFiles(context).policy(options.signaturePolicy()),
                            "containers-storage",
                            List.of(),
                            "containers-storage:" + image.id())
                    .check(fetch.manifest(image.id()), lease.directory());
            return new Retries(context, options).run(() -> {
                try (ImageDestination to = open(place, name, lease, options)) {
                    ImageManifest sent = send(lease, image, to, form, encryption, progress);
                    signing.sign(lease, sent.digest(), to, progress);
                    return sent.digest().toString();
                } catch (JpodException e) {
                    throw place.transport().equals("docker")
                            ? RegistryRemedies.explained(e, ImageReference.parse(place.rest()))
                            : e;
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

    /** Layouts are OCI's and docker archives are Docker's, whatever was asked for. */
    private static String wantedFormat(TransportName place, PullOptions options) {
        String asked = switch (options.format()) {
            case "", "oci", "v2s2" -> options.format();
            case "docker" -> "v2s2";
            case "v2s1" ->
                throw JpodException.unsupported("manifest format v2s1 is not supported")
                        .withRemedy("use oci or v2s2");
            default ->
                throw JpodException.usage("unknown format \"" + options.format()
                        + "\". Choose one of the supported formats: \"oci\", \"v2s2\"");
        };
        if (options.compress() && !place.transport().equals("dir")) {
            throw JpodException.usage("--compress can be set only when pushing to a directory: use dir:DIRECTORY");
        }
        return switch (place.transport()) {
            case "oci", "oci-archive" -> "oci";
            case "docker-archive", "docker-daemon" -> "v2s2";
            default -> asked;
        };
    }

    /** Docker's form has no media types for encrypted layers. */
    private Optional<PushEncryption> encryption(TransportName place, String format, PullOptions options) {
        if (options.encryptionKeys().isEmpty()) {
            if (!options.encryptLayers().isEmpty()) {
                throw JpodException.usage("--encrypt-layer can only be used with --encryption-key");
            }
            return Optional.empty();
        }
        if (format.equals("v2s2")) {
            boolean fixed = options.format().isEmpty() || place.transport().startsWith("docker-");
            throw JpodException.unsupported("encrypted layers have no docker v2s2 form")
                    .withRemedy(fixed ? "push to a registry, oci:, oci-archive: or dir:" : "push with --format oci");
        }
        return Optional.of(new PushEncryption(options, new PolicyFiles(context).gpg()));
    }

    private static ImageReference target(TransportName place) {
        ImageReference target = ImageReference.parse(place.rest());
        return (target.isShort() ? target.atRegistry(ImageReference.DOCKER_HUB) : target).withDefaultTag();
    }

    private ImageDestination open(
            TransportName place, Optional<ImageReference> name, Lease lease, PullOptions options) {
        if (place.transport().equals("docker-daemon")) {
            DockerDaemon daemon = DockerDaemon.of(context.host().environment());
            return new DaemonDestination(daemon, place.rest(), lease.directory());
        }
        if (place.transport().equals("containers-storage")) {
            throw JpodException.unsupported("containers-storage: can only be read")
                    .withRemedy("push to docker-archive:FILE, and load that with podman");
        }
        if (!place.transport().equals("docker")) {
            return LocalDestinations.open(place, name, lease.directory());
        }
        RegistriesConfig.Endpoint endpoint =
                places.endpoints(target(place), false).get(0);
        BlobOrigins origins = new BlobOrigins(store, endpoint.reference());
        return new RegistryDestination(places.open(endpoint, options), origins);
    }

    private ImageManifest send(
            Lease lease,
            ImageRunConfig image,
            ImageDestination to,
            ImageSending form,
            Optional<PushEncryption> encryption,
            Images.Progress progress) {
        progress.message("Getting image source signatures");
        ImageSending.Source source = new ImageSending.Source(
                fetch.manifest(image.id()),
                read(store.directory(image.id()).resolve("config")),
                blob -> () -> Files.newInputStream(blobs.path(blob.digest())),
                fetch.keepsForm(image.id()),
                encryption);
        ImageManifest manifest = form.blobs(source, to, lease.directory(), to.parallel(), progress);
        to.manifest(manifest);
        to.finish();
        return manifest;
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
