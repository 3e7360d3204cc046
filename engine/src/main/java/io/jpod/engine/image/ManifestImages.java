package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.api.lock.LockManager;
import io.jpod.api.lock.LockName;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.store.ImageRunConfig;
import io.jpod.support.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Manifest lists where users mean images: they are listed, named, found and removed as these are. Images come first where both have a name. */
@SuppressWarnings("try")
final class ManifestImages {
    private static final LockName STORE = new LockName(LockName.Scope.STORE, "images");

    private final EngineContext context;
    private final ManifestListFiles files;

    ManifestImages(EngineContext context) {
        this.context = context;
        this.files = new ManifestListFiles(context.root());
    }

    /**
     * A list that a reference means.
     *
     * @param byName false when it was found by its id
     */
    record Found(ManifestList list, boolean byName) {}

    /** Finds by name, by a short name, or by the beginning of the id. */
    Optional<Found> find(String reference) {
        List<ManifestList> all = files.all();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        String hex = reference.startsWith("sha256:") ? reference.substring("sha256:".length()) : reference;
        if (!hex.isEmpty() && hex.length() <= 64 && Digest.isHex(hex, hex.length())) {
            for (ManifestList list : all) {
                if (list.id().startsWith(hex)) {
                    return Optional.of(new Found(list, false));
                }
            }
        }
        if (Digest.isHex(hex, 64)) {
            return Optional.empty();
        }
        ImageReference wanted = ImageReference.parse(reference).withDefaultTag();
        for (ManifestList list : all) {
            ImageReference name = ImageReference.parse(list.name());
            boolean same = wanted.isShort()
                    ? name.tag().equals(wanted.tag()) && name.repository().endsWith("/" + wanted.path())
                    : name.equals(wanted);
            if (same) {
                return Optional.of(new Found(list, true));
            }
        }
        return Optional.empty();
    }

    /** All lists, each once with all its names. */
    List<Images.Image> list() {
        Map<String, List<ManifestList>> byId = new LinkedHashMap<>();
        for (ManifestList list : files.all()) {
            byId.computeIfAbsent(list.id(), id -> new ArrayList<>()).add(list);
        }
        List<Images.Image> result = new ArrayList<>();
        for (List<ManifestList> lists : byId.values()) {
            result.add(image(lists));
        }
        return result;
    }

    private static Images.Image image(List<ManifestList> lists) {
        ManifestList list = lists.get(0);
        byte[] index = Json.compact(list.index()).getBytes(StandardCharsets.UTF_8);
        String digest = Sha256.of(index).toString();
        List<String> names = new ArrayList<>();
        List<String> digests = new ArrayList<>();
        for (ManifestList each : lists) {
            names.add(each.name());
            digests.add(ImageReference.parse(each.name()).repository() + "@" + digest);
        }
        ImageRunConfig config = ImageRunConfig.builder()
                .id(list.id())
                .manifestDigest(digest)
                .created(list.created())
                .size(index.length)
                .build();
        return new Images.Image(config, names, digests, false, true);
    }

    void tag(ManifestList list, List<ImageReference> names) {
        try (LockManager.Lock lock = context.locks().exclusive(STORE)) {
            for (ImageReference name : names) {
                files.write(list.named(name.toString()));
            }
        }
    }

    void untag(ManifestList list, List<ImageReference> names) {
        try (LockManager.Lock lock = context.locks().exclusive(STORE)) {
            for (ImageReference name : names) {
                ManifestList known = files.find(name.toString())
                        .filter(other -> other.id().equals(list.id()))
                        .orElseThrow(() -> JpodException.notFound(name + ": tag not known"));
                files.delete(known);
            }
        }
    }

    /** Drops a name that an image gets now. */
    void give(ImageReference name) {
        if (files.find(name.toString()).isPresent()) {
            try (LockManager.Lock lock = context.locks().exclusive(STORE)) {
                files.find(name.toString()).ifPresent(files::delete);
            }
        }
    }

    Images.Removal remove(Found found, boolean force) {
        try (LockManager.Lock lock = context.locks().exclusive(STORE)) {
            List<ManifestList> same = new ArrayList<>();
            for (ManifestList other : files.all()) {
                if (other.id().equals(found.list().id())) {
                    same.add(other);
                }
            }
            if (found.byName() && same.size() > 1) {
                files.delete(found.list());
                return new Images.Removal(List.of(found.list().name()), List.of());
            }
            if (same.size() > 1 && !force) {
                throw JpodException.usage("unable to delete image \""
                        + found.list().id() + "\" by ID with more than one tag: please force removal");
            }
            List<String> names = new ArrayList<>();
            for (ManifestList each : same) {
                files.delete(each);
                names.add(each.name());
            }
            return new Images.Removal(names, List.of(found.list().id()));
        }
    }
}
