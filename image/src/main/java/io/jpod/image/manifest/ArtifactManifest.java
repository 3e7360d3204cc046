package io.jpod.image.manifest;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.reference.Digest;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The manifest of an artifact: files in a registry that make no image (image-spec, manifest.md, "Guidelines for Artifact Usage"). */
public final class ArtifactManifest {
    /** The annotation that holds a file's name. */
    public static final String TITLE = "org.opencontainers.image.title";

    /** The configuration of what has none, and its content {@code {}}. */
    public static final Descriptor EMPTY = Descriptor.of("application/vnd.oci.empty.v1+json", Sha256.of("{}"), 2);

    /** That content in base64, as descriptors may carry it. */
    private static final String EMPTY_DATA = "e30=";

    private static final int MAX_LAYERS = 10_000;

    private final byte[] bytes;
    private final Descriptor config;
    private final List<Descriptor> layers;
    private final JsonObject document;

    private ArtifactManifest(byte[] bytes, JsonObject document) {
        this.bytes = bytes;
        this.document = document;
        this.config = Descriptor.read(document.getObject("config"));
        List<Descriptor> found = new ArrayList<>();
        for (JsonObject layer : document.getObjects("layers")) {
            found.add(Descriptor.read(layer));
        }
        if (found.size() > MAX_LAYERS) {
            throw JpodException.external("it has more than " + MAX_LAYERS + " layers");
        }
        this.layers = List.copyOf(found);
    }

    /**
     * Parses a manifest.
     *
     * @throws JpodException EXTERNAL
     */
    public static ArtifactManifest parse(byte[] bytes) {
        if (bytes.length > Manifest.MAX_SIZE) {
            throw JpodException.external("manifest is larger than " + Manifest.MAX_SIZE + " bytes");
        }
        try {
            return new ArtifactManifest(bytes.clone(), Json.parseObject(bytes));
        } catch (JpodException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "parsing manifest", e);
        }
    }

    /** Writes a manifest without a configuration of its own. */
    public static ArtifactManifest write(String type, List<Descriptor> layers, Map<String, String> annotations) {
        List<JsonObject> items = new ArrayList<>();
        for (Descriptor layer : layers) {
            JsonObject item = layer.toJson();
            if (item.has("annotations")) {
                item.put("annotations", new TreeMap<>(layer.annotations()));
            }
            items.add(item);
        }
        JsonObject json = new JsonObject()
                .put("schemaVersion", 2)
                .put("mediaType", MediaTypes.OCI_MANIFEST)
                .putNonEmpty("artifactType", type)
                .put("config", EMPTY.toJson().put("data", EMPTY_DATA))
                .put("layers", items)
                .putNonEmpty("annotations", new TreeMap<>(annotations));
        return parse(Json.compact(json).getBytes(StandardCharsets.UTF_8));
    }

    /** The same artifact with its files in another form. */
    public ArtifactManifest withLayers(List<Descriptor> recoded) {
        List<JsonObject> items = new ArrayList<>();
        for (Descriptor layer : recoded) {
            items.add(layer.toJson());
        }
        JsonObject json = Json.parseObject(bytes).put("layers", items);
        return parse(Json.compact(json).getBytes(StandardCharsets.UTF_8));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public Digest digest() {
        return Sha256.of(bytes);
    }

    public Descriptor config() {
        return config;
    }

    public List<Descriptor> layers() {
        return layers;
    }

    /** The whole document. */
    public JsonObject document() {
        return document;
    }

    /** What kind of artifact it says to be; empty when it does not. */
    public String type() {
        return document.getString("artifactType", "");
    }

    public Map<String, String> annotations() {
        return document.getStringMap("annotations");
    }
}
