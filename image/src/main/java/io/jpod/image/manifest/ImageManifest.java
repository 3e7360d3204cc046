package io.jpod.image.manifest;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.reference.Digest;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The manifest of one image: its configuration and its layers, lowest first. */
public final class ImageManifest implements Manifest {
    private final String mediaType;
    private final Descriptor config;
    private final List<Descriptor> layers;
    private final Map<String, String> annotations;
    private final byte[] bytes;
    private final Digest digest;

    ImageManifest(
            String mediaType,
            Descriptor config,
            List<Descriptor> layers,
            Map<String, String> annotations,
            byte[] bytes) {
        this.mediaType = mediaType;
        this.config = config;
        this.layers = List.copyOf(layers);
        this.annotations = new LinkedHashMap<>(annotations);
        this.bytes = bytes;
        this.digest = Sha256.of(bytes);
    }

    /** Writes a manifest. */
    public static ImageManifest write(
            String mediaType, Descriptor config, List<Descriptor> layers, Map<String, String> annotations) {
        JsonObject json = new JsonObject();
        json.put("schemaVersion", 2L).put("mediaType", mediaType).put("config", config.toJson());
        List<JsonObject> items = new ArrayList<>();
        for (Descriptor layer : layers) {
            items.add(layer.toJson());
        }
        json.put("layers", items);
        if (!annotations.isEmpty()) {
            json.put("annotations", annotations);
        }
        byte[] bytes = Json.compact(json).getBytes(StandardCharsets.UTF_8);
        return new ImageManifest(mediaType, config, layers, annotations, bytes);
    }

    /**
     * The same image in the other family's form; itself when it has that form already. OCI annotations have no place in Docker's
     * form and are dropped there.
     *
     * @throws JpodException UNSUPPORTED when a layer's compression does not exist in that form
     */
    public ImageManifest convert(boolean toDocker) {
        if (MediaTypes.isDocker(mediaType) == toDocker) {
            return this;
        }
        List<Descriptor> converted = new ArrayList<>();
        for (Descriptor layer : layers) {
            String compression = MediaTypes.layerCompression(layer.mediaType());
            if (compression == null || toDocker && compression.equals("zstd")) {
                throw new JpodException(
                                ErrorCode.UNSUPPORTED,
                                "layer " + layer.digest() + " of type " + layer.mediaType()
                                        + " has no docker v2s2 form")
                        .withRemedy("push with --format oci");
            }
            String type = MediaTypes.layer(toDocker, MediaTypes.isForeign(layer.mediaType()), compression);
            converted.add(new Descriptor(type, layer.digest(), layer.size(), Optional.empty(), Map.of(), layer.urls()));
        }
        return write(
                toDocker ? MediaTypes.DOCKER_MANIFEST : MediaTypes.OCI_MANIFEST,
                Descriptor.of(
                        toDocker ? MediaTypes.DOCKER_CONFIG : MediaTypes.OCI_CONFIG, config.digest(), config.size()),
                converted,
                Map.of());
    }

    @Override
    public String mediaType() {
        return mediaType;
    }

    public Descriptor config() {
        return config;
    }

    public List<Descriptor> layers() {
        return layers;
    }

    /** True when some of its layers can be read by their recipients only. */
    public boolean isEncrypted() {
        for (Descriptor layer : layers) {
            if (MediaTypes.isEncrypted(layer.mediaType())) {
                return true;
            }
        }
        return false;
    }

    /** The same image with its layers in another form. */
    public ImageManifest withLayers(List<Descriptor> recoded) {
        return write(mediaType, config, recoded, annotations);
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public Digest digest() {
        return digest;
    }
}
