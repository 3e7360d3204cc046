package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageIndex;
import io.jpod.image.manifest.ManifestParser;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.manifest.Platform;
import io.jpod.image.manifest.Sha256;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A list as it is kept: its name, and for each entry the descriptor and where the image is. Not thread-safe. */
final class ManifestList {
    /**
     * One image.
     *
     * @param descriptor as it stands in the index
     * @param from {@code docker://…@sha256:…}, {@code image:ID} for a stored one, or {@code artifact} for one of {@link
     *     ManifestList#artifact}
     */
    record Entry(JsonObject descriptor, String from) {
        private static final String IMAGE = "image:";
        private static final String ARTIFACT = "artifact";

        static Entry stored(JsonObject descriptor, String id) {
            return new Entry(descriptor, IMAGE + id);
        }

        boolean isStored() {
            return from.startsWith(IMAGE);
        }

        String imageId() {
            return from.substring(IMAGE.length());
        }

        boolean isArtifact() {
            return from.equals(ARTIFACT);
        }

        String digest() {
            return descriptor.getString("digest", "");
        }
    }

    private final String name;
    private final String id;
    private final long created;
    private final JsonObject more;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, ListArtifact> artifacts = new LinkedHashMap<>();

    private ManifestList(String name, String id, long created, JsonObject more) {
        this.name = name;
        this.id = id;
        this.created = created;
        this.more = more;
    }

    static ManifestList empty(String name, long millis) {
        return new ManifestList(name, Sha256.of(name + " " + millis).hex(), millis / 1000, new JsonObject());
    }

    /** The same list under another name. */
    ManifestList named(String other) {
        ManifestList copy = new ManifestList(other, id, created, more);
        copy.entries.addAll(entries);
        copy.artifacts.putAll(artifacts);
        return copy;
    }

    static ManifestList read(byte[] bytes) {
        JsonObject json = Json.parseObject(bytes);
        ManifestList list = new ManifestList(
                json.getString("name", ""),
                json.getString("id", ""),
                json.getLong("created", 0),
                json.getObject("more"));
        JsonObject artifacts = json.getObject("artifacts");
        for (String digest : artifacts.names()) {
            list.artifacts.put(digest, ListArtifact.read(artifacts.getObject(digest)));
        }
        for (JsonObject item : json.getObjects("entries")) {
            list.entries.add(new Entry(item.getObject("descriptor"), item.getString("from", "")));
        }
        return list;
    }

    byte[] write() {
        List<JsonObject> items = new ArrayList<>();
        for (Entry entry : entries) {
            items.add(new JsonObject().put("descriptor", entry.descriptor()).put("from", entry.from()));
        }
        JsonObject json = new JsonObject()
                .put("name", name)
                .put("id", id)
                .put("created", created)
                .put("more", more)
                .putNonEmpty("artifacts", artifactsJson())
                .put("entries", items);
        return Json.compact(json).getBytes(StandardCharsets.UTF_8);
    }

    private JsonObject artifactsJson() {
        JsonObject json = new JsonObject();
        for (Entry entry : entries) {
            if (entry.isArtifact()) {
                json.put(entry.digest(), artifact(entry.digest()).toJson());
            }
        }
        return json.isEmpty() ? null : json;
    }

    String name() {
        return name;
    }

    /** Seconds since 1970. */
    long created() {
        return created;
    }

    /** Adds an artifact. */
    void put(ListArtifact artifact, JsonObject descriptor) {
        artifacts.put(descriptor.getString("digest", ""), artifact);
        put(new Entry(descriptor, Entry.ARTIFACT));
    }

    ListArtifact artifact(String digest) {
        ListArtifact artifact = artifacts.get(digest);
        if (artifact == null) {
            throw JpodException.notFound("artifact " + digest + " of manifest list " + name + " is missing");
        }
        return artifact;
    }

    /**
     * The entry for a platform.
     *
     * @throws JpodException NOT_FOUND
     */
    Entry choose(Platform platform) {
        byte[] bytes = Json.compact(index()).getBytes(StandardCharsets.UTF_8);
        Descriptor own = ((ImageIndex) ManifestParser.parse(bytes, "")).choose(platform);
        for (Entry entry : entries) {
            if (entry.digest().equals(own.digest().toString())) {
                return entry;
            }
        }
        throw JpodException.notFound("manifest list " + name + " has no entry " + own.digest());
    }

    String id() {
        return id;
    }

    /** {@code annotations} and {@code subject} of the index itself. */
    JsonObject more() {
        return more;
    }

    List<Entry> entries() {
        return entries;
    }

    /** Adds an entry, or replaces the one of the same digest. */
    void put(Entry entry) {
        entries.removeIf(old -> old.digest().equals(entry.digest()));
        entries.add(entry);
    }

    /** The index over these descriptors. */
    JsonObject index(boolean docker, List<JsonObject> descriptors) {
        JsonObject index = new JsonObject()
                .put("schemaVersion", 2L)
                .put("mediaType", docker ? MediaTypes.DOCKER_LIST : MediaTypes.OCI_INDEX)
                .put("manifests", descriptors);
        if (!docker) {
            for (String member : more.names()) {
                index.put(member, more.get(member));
            }
        }
        return index;
    }

    /** The index over all entries: of Docker's family only when all images are. */
    JsonObject index() {
        boolean docker = !entries.isEmpty();
        List<JsonObject> descriptors = new ArrayList<>();
        for (Entry entry : entries) {
            docker &= MediaTypes.isDocker(entry.descriptor().getString("mediaType", ""));
            descriptors.add(entry.descriptor());
        }
        return index(docker, descriptors);
    }
}
