package io.jpod.image.content;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An image's layers, lowest first: which blob holds each, and what it is when unpacked. Kept as {@code layers.json}. */
public final class StoredLayers {
    /** One layer. */
    public record Layer(Digest diffId, String chainId, Descriptor blob) {}

    private final List<Layer> layers;

    private StoredLayers(List<Layer> layers) {
        this.layers = List.copyOf(layers);
    }

    /**
     * Brings a manifest's blobs and a configuration's diff ids together.
     *
     * @throws JpodException EXTERNAL when their numbers differ
     */
    public static StoredLayers of(List<Descriptor> blobs, List<Digest> diffIds) {
        if (blobs.size() != diffIds.size()) {
            throw JpodException.external("inconsistent layer count: " + diffIds.size() + " in the configuration, "
                    + blobs.size() + " in the manifest");
        }
        List<Layer> layers = new ArrayList<>();
        String chain = "";
        for (int i = 0; i < blobs.size(); i++) {
            Digest diffId = diffIds.get(i);
            chain = chain.isEmpty()
                    ? diffId.hex()
                    : Sha256.of("sha256:" + chain + " " + diffId).hex();
            layers.add(new Layer(diffId, chain, blobs.get(i)));
        }
        return new StoredLayers(layers);
    }

    public List<Layer> layers() {
        return layers;
    }

    /** Chain id of the uppermost layer; empty when there is none. */
    public String top() {
        return layers.isEmpty() ? "" : layers.get(layers.size() - 1).chainId();
    }

    public List<Digest> blobs() {
        List<Digest> result = new ArrayList<>();
        for (Layer layer : layers) {
            result.add(layer.blob().digest());
        }
        return result;
    }

    /** As it is kept. */
    public byte[] write() {
        List<JsonObject> items = new ArrayList<>();
        for (Layer layer : layers) {
            items.add(new JsonObject()
                    .put("diffId", layer.diffId().toString())
                    .put("chainId", layer.chainId())
                    .put("mediaType", layer.blob().mediaType())
                    .put("digest", layer.blob().digest().toString())
                    .put("size", layer.blob().size()));
        }
        return Json.compact(new JsonObject().put("layers", items)).getBytes(StandardCharsets.UTF_8);
    }

    /** Reads what an image's directory holds. */
    public static StoredLayers read(Path imageDirectory) {
        Path file = imageDirectory.resolve("layers.json");
        try {
            List<Layer> layers = new ArrayList<>();
            for (JsonObject item : Json.parseObject(Files.readAllBytes(file)).getObjects("layers")) {
                Descriptor blob = Descriptor.of(
                        item.getString("mediaType", ""),
                        Digest.parse(item.getString("digest", "")),
                        item.getLong("size", 0));
                layers.add(new Layer(Digest.parse(item.getString("diffId", "")), item.getString("chainId", ""), blob));
            }
            return new StoredLayers(layers);
        } catch (IOException | JpodException e) {
            throw new JpodException(ErrorCode.INTERNAL, "reading image layers " + file, e);
        }
    }
}
