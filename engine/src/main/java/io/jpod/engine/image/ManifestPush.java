package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import io.jpod.image.content.BlobStore;
import io.jpod.image.content.Lease;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.manifest.Platform;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.reference.RegistriesConfig;
import io.jpod.image.registry.RegistryDestination;
import io.jpod.image.registry.RegistrySource;
import io.jpod.image.store.ImageStore;
import io.jpod.image.transport.ImageDestination;
import io.jpod.image.transport.LocalDestinations;
import io.jpod.image.transport.TransportName;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends a manifest list with its images, which are stored or in a registry themselves. */
final class ManifestPush {
    private final EngineContext context;
    private final ImageStore store;
    private final BlobStore blobs;
    private final ImageFetch fetch;
    private final RegistryPlaces places;
    private final StoredTrust trust;

    ManifestPush(
            EngineContext context,
            ImageStore store,
            BlobStore blobs,
            ImageFetch fetch,
            RegistryPlaces places,
            StoredTrust trust) {
        this.context = context;
        this.store = store;
        this.blobs = blobs;
        this.fetch = fetch;
        this.places = places;
        this.trust = trust;
    }

    /** One push: where to, how, and what it needs on the way. */
    private record Job(
            Lease lease, ManifestList list, TransportName place, PullOptions options, Images.Progress progress) {
        boolean toRegistry() {
            return place.transport().equals("docker");
        }

        ImageReference target() {
            ImageReference parsed = ImageReference.parse(place.rest());
            return (parsed.isShort() ? parsed.atRegistry(ImageReference.DOCKER_HUB) : parsed).withDefaultTag();
        }

        /** Layouts hold nothing but OCI's form. */
        String format() {
            return place.transport().startsWith("oci") ? "oci" : options.format();
        }
    }

    String push(ManifestList list, String destination, boolean all, PullOptions options, Images.Progress progress) {
        TransportName place = TransportName.isTransport(destination)
                ? TransportName.parse(destination)
                : new TransportName("docker", destination);
        switch (place.transport()) {
            case "docker", "oci", "oci-archive", "dir" -> {}
            default ->
                throw JpodException.unsupported(
                                "pushing a manifest list to " + place.transport() + ": is not supported")
                        .withRemedy("there is no place for several images: use docker://, oci:, oci-archive: or dir:");
        }
        if (!options.signBy().isEmpty() && !place.transport().equals("docker")) {
            throw JpodException.usage("cannot sign: " + place.transport() + ": has no place for signatures");
        }
        String digest = fetch.leased(lease -> {
            Job job = new Job(lease, list, place, options, progress);
            for (ManifestList.Entry entry : list.entries()) {
                if (entry.isStored()) {
                    hold(lease, entry.imageId());
                }
            }
            return new Retries(context, options).run(() -> {
                try {
                    return send(job, all);
                } catch (JpodException e) {
                    throw job.toRegistry() ? RegistryRemedies.explained(e, job.target()) : e;
                }
            });
        });
        if (!options.digestFile().isEmpty()) {
            try {
                Files.writeString(Path.of(options.digestFile()), digest);
            } catch (IOException e) {
                throw JpodException.host("failed to write digest to file \"" + options.digestFile() + "\"", e);
            }
        }
        return digest;
    }

    private void hold(Lease lease, String id) {
        if (!store.contains(id) && !store.readOnly(id)) {
            throw JpodException.notFound("image " + id + " of the manifest list is gone")
                    .withRemedy("take it out with manifest remove, or pull it again");
        }
        fetch.hold(lease, id);
    }

    private String send(Job job, boolean all) {
        Optional<ImageReference> none = Optional.empty();
        try (ImageDestination to = job.toRegistry()
                ? open(job.target(), none, job.options())
                : LocalDestinations.open(job.place(), none, job.lease().directory())) {
            return all ? sendAll(job, to) : sendOne(job, to);
        }
    }

    private RegistryDestination open(ImageReference target, Optional<ImageReference> from, PullOptions options) {
        RegistriesConfig.Endpoint endpoint = places.endpoints(target, false).get(0);
        BlobOrigins guesses = new BlobOrigins(store, endpoint.reference());
        boolean same = from.isPresent()
                && from.get().registry().equals(target.registry())
                && !from.get().path().equals(target.path());
        RegistryDestination.Origins origins = same ? blob -> List.of(from.get().path()) : guesses;
        return new RegistryDestination(places.open(endpoint, options), origins);
    }

    private String sendAll(Job job, ImageDestination to) {
        ManifestList list = job.list();
        Images.Progress progress = job.progress();
        int count = list.entries().size();
        progress.message("Getting image list signatures");
        progress.message("Copying " + count + " images generated from " + count + " images in list");
        boolean docker = job.format().equals("v2s2") || job.format().equals("docker");
        boolean oci = job.format().equals("oci");
        List<JsonObject> descriptors = new ArrayList<>();
        boolean allDocker = true;
        for (int i = 0; i < count; i++) {
            ManifestList.Entry entry = list.entries().get(i);
            progress.message("Copying image " + entry.digest() + " (" + (i + 1) + "/" + count + ")");
            Sent sent = sendEntry(job, entry, to, false);
            JsonObject descriptor = Json.parseObject(Json.compact(entry.descriptor()));
            descriptor
                    .put("mediaType", sent.mediaType())
                    .put("digest", sent.digest().toString())
                    .put("size", sent.size());
            descriptors.add(descriptor);
            allDocker &= MediaTypes.isDocker(sent.mediaType());
            sign(job, sent.digest());
        }
        progress.message("Writing manifest list to image destination");
        JsonObject index = list.index(docker || !oci && allDocker && count > 0, descriptors);
        byte[] bytes = Json.compact(index).getBytes(StandardCharsets.UTF_8);
        Digest digest = Sha256.of(bytes);
        to.document(bytes, index.getString("mediaType", ""), digest, true);
        to.finish();
        sign(job, digest);
        progress.message("Storing list signatures");
        return digest.toString();
    }

    private void sign(Job job, Digest digest) {
        if (!job.options().signBy().isEmpty()) {
            job.progress().message("Creating signature: Signing image using simple signing");
            trust.sign(job.lease(), job.target(), digest, job.options().signBy(), "", job.options());
        }
    }

    /** The image for this host alone, under the target's name. */
    private String sendOne(Job job, ImageDestination to) {
        ManifestList.Entry entry = job.list()
                .choose(Platform.parse(job.options().platform(), context.host().architecture()));
        Sent sent = sendEntry(job, entry, to, true);
        to.finish();
        sign(job, sent.digest());
        return sent.digest().toString();
    }

    /** A manifest as it was sent. */
    private record Sent(String mediaType, Digest digest, long size) {
        static Sent of(ImageManifest manifest) {
            return new Sent(manifest.mediaType(), manifest.digest(), manifest.bytes().length);
        }
    }

    private Sent sendEntry(Job job, ManifestList.Entry entry, ImageDestination to, boolean named) {
        job.progress().message("Getting image source signatures");
        if (entry.isArtifact()) {
            return sendArtifact(job, job.list().artifact(entry.digest()), to, named);
        }
        if (entry.isStored()) {
            String id = entry.imageId();
            ImageManifest manifest = fetch.manifest(id);
            Path config = store.directory(id).resolve("config");
            return Sent.of(send(
                    job,
                    manifest,
                    to,
                    named,
                    blob -> () -> Files.newInputStream(
                            blob.digest().equals(manifest.config().digest()) ? config : blobs.path(blob.digest()))));
        }
        ImageReference from = ImageReference.parse(entry.from().substring("docker://".length()));
        try (RegistrySource source =
                new RegistrySource(places.open(places.endpoints(from, true).get(0), job.options()))) {
            if (!job.toRegistry()) {
                return Sent.of(copy(job, source, to, named));
            }
            try (RegistryDestination own = open(job.target(), Optional.of(from), job.options())) {
                return Sent.of(copy(job, source, own, named));
            }
        }
    }

    private static ImageManifest copy(Job job, RegistrySource source, ImageDestination to, boolean named) {
        ImageManifest manifest = (ImageManifest) source.manifest();
        byte[] config = source.config(manifest.config());
        return send(
                job,
                manifest,
                to,
                named,
                blob -> blob.digest().equals(manifest.config().digest())
                        ? () -> new ByteArrayInputStream(config)
                        : () -> source.blob(blob));
    }

    private static Sent sendArtifact(Job job, ListArtifact artifact, ImageDestination to, boolean named) {
        for (Descriptor blob : artifact.blobs()) {
            job.progress().message("Copying blob " + blob.digest());
            to.blob(blob, () -> artifact.open(blob));
        }
        byte[] bytes = artifact.manifest();
        Digest digest = Sha256.of(bytes);
        to.document(bytes, MediaTypes.OCI_MANIFEST, digest, named);
        return new Sent(MediaTypes.OCI_MANIFEST, digest, bytes.length);
    }

    /** Finds the bytes of a blob. */
    private interface Contents {
        ImageDestination.Content of(Descriptor blob);
    }

    private static ImageManifest send(
            Job job, ImageManifest manifest, ImageDestination to, boolean named, Contents contents) {
        Images.Progress progress = job.progress();
        ImageManifest sent = switch (job.format()) {
            case "" -> manifest;
            case "oci" -> manifest.convert(false);
            default -> manifest.convert(true);
        };
        for (Descriptor layer : sent.layers()) {
            Images.Meter meter = progress.begin("blob", layer.digest().toString(), layer.size());
            if (!MediaTypes.isForeign(layer.mediaType()) || layer.urls().isEmpty()) {
                to.blob(layer, contents.of(layer));
            }
            meter.done("done");
        }
        Images.Meter meter = progress.begin(
                "config", sent.config().digest().toString(), sent.config().size());
        to.blob(sent.config(), contents.of(sent.config()));
        meter.done("done");
        progress.message("Writing manifest to image destination");
        to.document(sent.bytes(), sent.mediaType(), sent.digest(), named);
        progress.message("Storing signatures");
        return sent;
    }

    /** The manifest of a stored image. */
    ImageManifest stored(String id) {
        return fetch.manifest(id);
    }
}
