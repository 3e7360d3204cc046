package io.jpod.engine.image;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.lock.LockManager;
import io.jpod.api.lock.LockName;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.Manifests;
import io.jpod.engine.PullOptions;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageConfig;
import io.jpod.image.manifest.ImageIndex;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.Manifest;
import io.jpod.image.manifest.Platform;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.registry.RegistrySource;
import io.jpod.image.store.ImageRunConfig;
import io.jpod.image.store.ImageStore;
import io.jpod.image.store.ReadOnlyImages;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Manifest lists below the data root. */
@SuppressWarnings("try")
public final class StoredManifests implements Manifests {
    private static final LockName STORE = new LockName(LockName.Scope.STORE, "images");

    private final EngineContext context;
    private final ImageStore store;
    private final RegistryPlaces places;
    private final ManifestPush push;
    private final ManifestListFiles files;

    StoredManifests(EngineContext context, ImageStore store, RegistryPlaces places, ManifestPush push) {
        this.context = context;
        this.store = store;
        this.places = places;
        this.push = push;
        this.files = new ManifestListFiles(context.root());
    }

    private interface Change {
        void on(ManifestList list);
    }

    private String change(String name, Change change) {
        try (LockManager.Lock lock = context.locks().exclusive(STORE)) {
            ManifestList list = files.get(name);
            change.on(list);
            files.writeAll(list);
            return list.id();
        }
    }

    @Override
    public String create(
            String name,
            List<String> images,
            boolean all,
            boolean amend,
            Map<String, String> annotations,
            PullOptions options) {
        List<ManifestList.Entry> entries = entries(images, all, options);
        ImageReference reference = ManifestListFiles.normal(name);
        try (LockManager.Lock lock = context.locks().exclusive(STORE)) {
            Optional<ManifestList> known = files.find(name);
            Optional<String> image = store.names().find(reference).map(found -> found.id());
            if (known.isPresent() && !amend || image.isPresent()) {
                throw JpodException.conflict("creating image to hold manifest list: image name \"" + reference
                        + "\" is already associated with image \""
                        + image.orElseGet(() -> known.orElseThrow().id()) + "\": that name is already in use");
            }
            ManifestList list = known.orElseGet(() -> ManifestList.empty(
                    reference.toString(), context.clock().instant().toEpochMilli()));
            entries.forEach(list::put);
            list.more().putNonEmpty("annotations", annotations.isEmpty() ? null : annotations);
            files.writeAll(list);
            return list.id();
        }
    }

    @Override
    public String addArtifact(
            String name, List<Path> paths, ArtifactOptions artifact, Changes changes, PullOptions options) {
        files.get(name);
        Optional<JsonObject> subject = Optional.empty();
        if (!artifact.subject().isEmpty()) {
            JsonObject about =
                    entries(List.of(artifact.subject()), false, options).get(0).descriptor();
            subject = Optional.of(new JsonObject()
                    .put("mediaType", about.getString("mediaType", ""))
                    .put("digest", about.getString("digest", ""))
                    .put("size", about.getLong("size", 0)));
        }
        ListArtifact made = ListArtifact.of(paths, artifact, subject);
        JsonObject descriptor = made.descriptor();
        apply(descriptor, changes);
        return change(name, list -> list.put(made, descriptor));
    }

    @Override
    public boolean exists(String name) {
        if (files.find(name).isPresent()) {
            return true;
        }
        Optional<ImageStore.Found> image = store.searchImages(withoutStorage(name));
        if (image.isPresent()) {
            String found = image.get().name().map(ImageReference::toString).orElse(name);
            throw JpodException.usage(found + ": image is not a manifest list");
        }
        return false;
    }

    @Override
    public String add(String name, List<String> images, boolean all, Changes changes, PullOptions options) {
        files.get(name);
        List<ManifestList.Entry> entries = entries(images, all, options);
        for (ManifestList.Entry entry : entries) {
            apply(entry.descriptor(), changes);
        }
        return change(name, list -> entries.forEach(list::put));
    }

    private static void apply(JsonObject descriptor, Changes changes) {
        JsonObject platform = descriptor.getObject("platform");
        for (String member : changes.platform().names()) {
            platform.put(member, changes.platform().get(member));
        }
        if (!platform.isEmpty()) {
            descriptor.put("platform", platform);
        }
        if (!changes.annotations().isEmpty()) {
            descriptor.put("annotations", changes.annotations());
        }
    }

    @Override
    public String annotate(String name, String image, Changes changes, PullOptions options) {
        files.get(name);
        List<String> digests = new ArrayList<>();
        if (image.startsWith("sha256:")) {
            digests.add(digest(image).toString());
        } else {
            entries(List.of(image), true, options).forEach(entry -> digests.add(entry.digest()));
        }
        return change(name, list -> {
            for (ManifestList.Entry entry : list.entries()) {
                if (digests.contains(entry.digest())) {
                    apply(entry.descriptor(), changes);
                    return;
                }
            }
            throw JpodException.notFound("no instance matching digest \"" + image + "\" found in manifest list");
        });
    }

    @Override
    public String annotateIndex(String name, Map<String, String> annotations, String subject, PullOptions options) {
        files.get(name);
        Optional<JsonObject> about = subject.isEmpty()
                ? Optional.empty()
                : Optional.of(entries(List.of(subject), false, options).get(0).descriptor());
        return change(name, list -> {
            list.more().putNonEmpty("annotations", annotations.isEmpty() ? null : annotations);
            if (about.isPresent()) {
                JsonObject descriptor = about.get();
                descriptor.put("platform", null);
                list.more().put("subject", descriptor);
            }
        });
    }

    @Override
    public String remove(String name, String digest) {
        digest(digest);
        return change(name, list -> {
            if (!list.entries().removeIf(entry -> entry.digest().equals(digest))) {
                throw JpodException.notFound("no instance matching digest \"" + digest + "\" found in manifest list");
            }
        });
    }

    private static Digest digest(String text) {
        try {
            return Digest.parse(text);
        } catch (JpodException e) {
            throw JpodException.usage("invalid image digest " + Digest.printable(text))
                    .withRemedy("write it as manifest inspect shows it: sha256: and 64 hexadecimal digits");
        }
    }

    @Override
    public Images.Removal delete(String name) {
        try (LockManager.Lock lock = context.locks().exclusive(STORE)) {
            Optional<ManifestList> found = files.find(name);
            if (found.isEmpty() && store.searchImages(name).isPresent()) {
                throw JpodException.usage(name + ": image is not a manifest list");
            }
            ManifestList list = found.isPresent() ? found.get() : files.get(name);
            files.delete(list);
            return new Images.Removal(List.of(list.name()), List.of(list.id()));
        }
    }

    @Override
    public JsonObject inspect(String name, PullOptions options) {
        boolean remote = name.startsWith("docker://");
        if (!remote) {
            Optional<ManifestList> list = files.find(name);
            if (list.isPresent()) {
                return list.get().index();
            }
        }
        if (remote) {
            return inspectRemote(qualified(name.substring("docker://".length())), options);
        }
        List<ImageReference> candidates = places.candidates(ImageReference.parse(name));
        for (int i = 0; ; i++) {
            try {
                return inspectRemote(candidates.get(i).withDefaultTag(), options);
            } catch (JpodException e) {
                if (i == candidates.size() - 1) {
                    throw e;
                }
                context.log().debug("not there: " + Retries.joined(e));
            }
        }
    }

    private JsonObject inspectRemote(ImageReference reference, PullOptions options) {
        try (RegistrySource source = open(reference, options)) {
            Manifest manifest = source.manifest();
            if (!(manifest instanceof ImageIndex)) {
                throw JpodException.unsupported(
                        reference + " is a single image: treating single images as manifest lists is not implemented");
            }
            return Json.parseObject(manifest.bytes());
        } catch (JpodException e) {
            throw new JpodException(e.code(), "reading image \"docker://" + reference + "\"", e);
        }
    }

    @Override
    public String push(String name, String destination, boolean all, PullOptions options, Images.Progress progress) {
        ManifestList list = files.find(name)
                .orElseThrow(() -> JpodException.notFound(
                        "retrieving local image from image name " + name + ": " + name + ": image not known"));
        return push.push(list, destination.isEmpty() ? list.name() : destination, all, options, progress);
    }

    private static ImageReference qualified(String text) {
        ImageReference parsed = ImageReference.parse(text);
        return (parsed.isShort() ? parsed.atRegistry(ImageReference.DOCKER_HUB) : parsed).withDefaultTag();
    }

    private RegistrySource open(ImageReference reference, PullOptions options) {
        return places.openToRead(reference, options);
    }

    /** Entries for images that are stored or in a registry. */
    private List<ManifestList.Entry> entries(List<String> images, boolean all, PullOptions options) {
        List<ManifestList.Entry> result = new ArrayList<>();
        for (String image : images) {
            boolean remote = image.startsWith("docker://");
            String local = withoutStorage(image);
            Optional<ImageStore.Found> found = remote ? Optional.empty() : store.searchImages(local);
            Optional<ManifestList> list = remote || found.isPresent() ? Optional.empty() : files.find(local);
            if (list.isPresent()) {
                result.addAll(list.get().entries());
            } else if (found.isPresent()) {
                result.add(stored(store.config(found.get().id())));
            } else {
                String text = remote ? image.substring("docker://".length()) : image;
                result.addAll(remote(qualified(text), all, options));
            }
        }
        return result;
    }

    private static String withoutStorage(String image) {
        String prefix = ReadOnlyImages.TRANSPORT;
        return image.startsWith(prefix) && !image.startsWith(prefix + "[") ? image.substring(prefix.length()) : image;
    }

    private ManifestList.Entry stored(ImageRunConfig image) {
        ImageManifest manifest = push.stored(image.id());
        Descriptor descriptor = new Descriptor(
                manifest.mediaType(),
                manifest.digest(),
                manifest.bytes().length,
                Optional.of(new Platform(image.os(), image.architecture(), image.variant())),
                Map.of(),
                List.of());
        return ManifestList.Entry.stored(descriptor.toJson(), image.id());
    }

    private List<ManifestList.Entry> remote(ImageReference reference, boolean all, PullOptions options) {
        List<ManifestList.Entry> result = new ArrayList<>();
        try (RegistrySource source = open(reference, options)) {
            Manifest manifest = source.manifest();
            String place = "docker://" + reference.repository() + "@";
            if (manifest instanceof ImageManifest image) {
                result.add(new ManifestList.Entry(described(source, image), place + image.digest()));
                return result;
            }
            ImageIndex index = (ImageIndex) manifest;
            String own = all
                    ? ""
                    : index.choose(Platform.parse("", context.host().architecture()))
                            .digest()
                            .toString();
            for (JsonObject item : Json.parseObject(index.bytes()).getObjects("manifests")) {
                String digest = item.getString("digest", "");
                if (all || digest.equals(own)) {
                    result.add(new ManifestList.Entry(item, place + digest));
                }
            }
            return result;
        } catch (JpodException e) {
            JpodException failure = new JpodException(
                    e.code() == ErrorCode.NOT_FOUND ? ErrorCode.NOT_FOUND : e.code(),
                    "reading image \"docker://" + reference + "\"",
                    e);
            throw RegistryRemedies.explained(failure, reference);
        }
    }

    private static JsonObject described(RegistrySource source, ImageManifest image) {
        ImageRunConfig config = ImageConfig.parse(source.config(image.config())).run();
        return new Descriptor(
                        image.mediaType(),
                        image.digest(),
                        image.bytes().length,
                        Optional.of(new Platform(config.os(), config.architecture(), config.variant())),
                        Map.of(),
                        List.of())
                .toJson();
    }
}
