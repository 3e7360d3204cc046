package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import io.jpod.image.content.BlobStore;
import io.jpod.image.content.Lease;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.reference.RegistriesConfig;
import io.jpod.image.registry.RegistryDestination;
import io.jpod.image.store.ImageStore;
import io.jpod.image.transport.ImageDestination;
import io.jpod.image.transport.LayerRecoder;
import io.jpod.image.transport.LocalDestinations;
import io.jpod.image.transport.TransportName;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
            Lease lease,
            ManifestList list,
            TransportName place,
            PullOptions options,
            Form form,
            EntryPush entries,
            Images.Progress progress) {
        boolean toRegistry() {
            return place.transport().equals("docker");
        }

        ImageReference target() {
            ImageReference parsed = ImageReference.parse(place.rest());
            return (parsed.isShort() ? parsed.atRegistry(ImageReference.DOCKER_HUB) : parsed).withDefaultTag();
        }
    }

    /** How images are sent, how copies of them in each further compression are, and how all that is signed. */
    private record Form(ImageSending images, Map<String, ImageSending> copies, PushSigning signing) {}

    private Form form(TransportName place, boolean all, PullOptions options) {
        if (!all && !options.addCompression().isEmpty()) {
            throw JpodException.usage("--add-compression adds images to the list: it cannot be used with --all=false");
        }
        // Layouts hold nothing but OCI's form.
        String format = place.transport().startsWith("oci") ? "oci" : options.format();
        ImageSending images = ImageSending.of(options, format.equals("docker") ? "v2s2" : format);
        Map<String, ImageSending> copies = new LinkedHashMap<>();
        for (String compression : options.addCompression()) {
            LayerRecoder.checkFormat(compression);
            copies.put(compression, images.in(compression));
        }
        return new Form(images, copies, PushSigning.of(context, trust, place, options));
    }

    String push(ManifestList list, String destination, boolean all, PullOptions asked, Images.Progress progress) {
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
        PullOptions options = new CompressionSettings(context.settings()).forList(place, all, asked);
        Form form = form(place, all, options);
        String digest = fetch.leased(lease -> {
            EntryPush sender = new EntryPush(store, blobs, fetch, places, lease, options, progress);
            Job job = new Job(lease, list, place, options, form, sender, progress);
            for (ManifestList.Entry entry : list.entries()) {
                if (all && entry.isStored()) {
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
            return all ? sendAll(job, to) : sendList(job, to);
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
        List<ListInstances.Instance> instances = ListInstances.plan(
                list,
                List.copyOf(job.form().copies().keySet()),
                job.form().images().compression(),
                job.entries()::manifest);
        progress.message("Getting image list signatures");
        progress.message("Copying " + instances.size() + " images generated from "
                + list.entries().size() + " images in list");
        List<JsonObject> descriptors = new ArrayList<>();
        List<JsonObject> last = new ArrayList<>();
        Set<Digest> digests = new HashSet<>();
        boolean allDocker = !instances.isEmpty();
        for (int i = 0; i < instances.size(); i++) {
            ListInstances.Instance instance = instances.get(i);
            progress.message((instance.isCopy() ? "Replicating image " : "Copying image ")
                    + instance.entry().digest() + " (" + (i + 1) + "/" + instances.size() + ")");
            EntryPush.Sent sent = sendInstance(job, instance, to);
            if (!digests.add(sent.digest()) && instance.isCopy()) {
                continue;
            }
            JsonObject descriptor = described(instance.entry(), sent);
            boolean plain = sent.image().isEmpty()
                    || ListInstances.mark(descriptor, sent.image().get());
            // Readers that do not look at the compression take the first image that fits.
            (plain ? descriptors : last).add(descriptor);
            allDocker &= MediaTypes.isDocker(sent.mediaType());
            job.form().signing().sign(job.lease(), sent.digest(), to, progress);
        }
        descriptors.addAll(last);
        return sendIndex(job, descriptors, allDocker, to);
    }

    private static JsonObject described(ManifestList.Entry entry, EntryPush.Sent sent) {
        return Json.parseObject(Json.compact(entry.descriptor()))
                .put("mediaType", sent.mediaType())
                .put("digest", sent.digest().toString())
                .put("size", sent.size());
    }

    /** The list alone: its images are there already, or the place refuses it. */
    private String sendList(Job job, ImageDestination to) {
        job.progress().message("Getting image list signatures");
        job.progress()
                .message("Copying 0 images generated from "
                        + job.list().entries().size() + " images in list");
        List<JsonObject> descriptors = new ArrayList<>();
        boolean allDocker = !job.list().entries().isEmpty();
        for (ManifestList.Entry entry : job.list().entries()) {
            descriptors.add(entry.descriptor());
            allDocker &= MediaTypes.isDocker(entry.descriptor().getString("mediaType", ""));
        }
        return sendIndex(job, descriptors, allDocker, to);
    }

    private static String sendIndex(Job job, List<JsonObject> descriptors, boolean allDocker, ImageDestination to) {
        job.progress().message("Writing manifest list to image destination");
        String format = job.form().images().format();
        JsonObject index = job.list().index(format.equals("v2s2") || !format.equals("oci") && allDocker, descriptors);
        byte[] bytes = Json.compact(index).getBytes(StandardCharsets.UTF_8);
        Digest digest = Sha256.of(bytes);
        to.document(bytes, index.getString("mediaType", ""), digest, true);
        to.finish();
        job.form().signing().sign(job.lease(), digest, to, job.progress());
        job.progress().message("Storing list signatures");
        return digest.toString();
    }

    private EntryPush.Sent sendInstance(Job job, ListInstances.Instance instance, ImageDestination to) {
        ManifestList.Entry entry = instance.entry();
        if (entry.isArtifact()) {
            return job.entries().artifact(job.list().artifact(entry.digest()), to);
        }
        ImageSending form = instance.isCopy()
                ? job.form().copies().get(instance.compression())
                : job.form().images();
        EntryPush.Own own = from ->
                job.toRegistry() ? Optional.of(open(job.target(), Optional.of(from), job.options())) : Optional.empty();
        return job.entries().image(entry, form, to, own);
    }

    /** The manifest of a stored image. */
    ImageManifest stored(String id) {
        return fetch.manifest(id);
    }
}
