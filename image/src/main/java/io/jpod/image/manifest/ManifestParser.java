package io.jpod.image.manifest;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.reference.Digest;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Reads manifests and indexes. */
public final class ManifestParser {
    private static final int MAX_LAYERS = 1000;
    private static final int MAX_ENTRIES = 10_000;

    private ManifestParser() {}

    /**
     * Parses a document.
     *
     * @param declaredType the media type that came with it, or empty
     * @throws JpodException EXTERNAL when it is none, UNSUPPORTED for Docker's schema 1 and for things that are not images
     */
    public static Manifest parse(byte[] bytes, String declaredType) {
        if (bytes.length > Manifest.MAX_SIZE) {
            throw JpodException.external("manifest is larger than " + Manifest.MAX_SIZE + " bytes");
        }
        try {
            return read(bytes, Json.parseObject(bytes), declaredType);
        } catch (JpodException e) {
            if (e.code() == ErrorCode.UNSUPPORTED) {
                throw e;
            }
            throw new JpodException(ErrorCode.EXTERNAL, "parsing manifest", e);
        }
    }

    private static Manifest read(byte[] bytes, JsonObject json, String declaredType) {
        String type = mediaType(json, declaredType);
        if (json.has("layers") && json.has("manifests")) {
            throw JpodException.external("it is a manifest and an index at once");
        }
        if (type.equals(MediaTypes.OCI_INDEX) || type.equals(MediaTypes.DOCKER_LIST)) {
            List<Descriptor> entries = descriptors(json, "manifests", MAX_ENTRIES);
            return new ImageIndex(type, entries, bytes);
        }
        if (!json.has("config")) {
            throw JpodException.external("it has no config");
        }
        Descriptor config = Descriptor.read(json.getObject("config"));
        if (!config.mediaType().equals(MediaTypes.OCI_CONFIG)
                && !config.mediaType().equals(MediaTypes.DOCKER_CONFIG)) {
            throw JpodException.unsupported("unsupported image-specific operation on artifact with type "
                    + Digest.printable(config.mediaType()));
        }
        List<Descriptor> layers = descriptors(json, "layers", MAX_LAYERS);
        for (Descriptor layer : layers) {
            if (MediaTypes.layerCompression(MediaTypes.decrypted(layer.mediaType())) == null) {
                throw JpodException.unsupported("unsupported layer media type " + Digest.printable(layer.mediaType()));
            }
        }
        return new ImageManifest(type, config, layers, json.getStringMap("annotations"), bytes);
    }

    private static String mediaType(JsonObject json, String declaredType) {
        String type = json.getString("mediaType", "");
        if (type.isEmpty()) {
            boolean known = declaredType.equals(MediaTypes.OCI_MANIFEST)
                    || declaredType.equals(MediaTypes.OCI_INDEX)
                    || declaredType.equals(MediaTypes.DOCKER_MANIFEST)
                    || declaredType.equals(MediaTypes.DOCKER_LIST);
            type = known ? declaredType : json.has("manifests") ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
        }
        if (MediaTypes.isSchema1(declaredType) || MediaTypes.isSchema1(type) || json.getLong("schemaVersion", 2) == 1) {
            throw JpodException.unsupported("image manifests of docker schema 1 are not supported")
                    .withRemedy("push the image anew with a tool of this decade, or convert it with skopeo");
        }
        if (!type.equals(MediaTypes.OCI_MANIFEST)
                && !type.equals(MediaTypes.OCI_INDEX)
                && !type.equals(MediaTypes.DOCKER_MANIFEST)
                && !type.equals(MediaTypes.DOCKER_LIST)) {
            throw JpodException.unsupported("unsupported manifest media type " + Digest.printable(type));
        }
        return type;
    }

    private static List<Descriptor> descriptors(JsonObject json, String member, int limit) {
        List<JsonObject> items = json.getObjects(member);
        if (items.size() > limit) {
            throw JpodException.external("it has " + items.size() + " " + member);
        }
        List<Descriptor> result = new ArrayList<>();
        for (JsonObject item : items) {
            result.add(Descriptor.read(item));
        }
        return result;
    }
}
