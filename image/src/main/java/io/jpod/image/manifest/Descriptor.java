package io.jpod.image.manifest;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.reference.Digest;
import io.jpod.support.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Points at a blob or manifest (image-spec, descriptor.md).
 *
 * @param platform of an entry of an index
 * @param urls where else the content is, for layers that may not be distributed
 */
public record Descriptor(
        String mediaType,
        Digest digest,
        long size,
        Optional<Platform> platform,
        Map<String, String> annotations,
        List<String> urls) {
    public Descriptor {
        annotations = new LinkedHashMap<>(annotations);
        urls = List.copyOf(urls);
    }

    /** Without platform and annotations. */
    public static Descriptor of(String mediaType, Digest digest, long size) {
        return new Descriptor(mediaType, digest, size, Optional.empty(), Map.of(), List.of());
    }

    static Descriptor read(JsonObject json) {
        long size = json.getLong("size", -1);
        if (size < 0) {
            throw new JpodException(ErrorCode.EXTERNAL, "descriptor without a valid size");
        }
        Optional<Platform> platform = Optional.empty();
        if (json.has("platform")) {
            JsonObject p = json.getObject("platform");
            platform = Optional.of(
                    new Platform(p.getString("os", ""), p.getString("architecture", ""), p.getString("variant", "")));
        }
        return new Descriptor(
                json.getString("mediaType", ""),
                Digest.parse(json.getString("digest", "")),
                size,
                platform,
                json.getStringMap("annotations"),
                json.getStrings("urls"));
    }

    /** With another media type. */
    public Descriptor as(String newMediaType) {
        return new Descriptor(newMediaType, digest, size, platform, annotations, urls);
    }

    public Descriptor annotated(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(annotations);
        more.put(name, value);
        return new Descriptor(mediaType, digest, size, platform, more, urls);
    }

    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.put("mediaType", mediaType).put("digest", digest.toString()).put("size", size);
        if (platform.isPresent()) {
            Platform p = platform.get();
            JsonObject value = new JsonObject();
            value.put("architecture", p.architecture()).put("os", p.os());
            if (!p.variant().isEmpty()) {
                value.put("variant", p.variant());
            }
            json.put("platform", value);
        }
        if (!annotations.isEmpty()) {
            json.put("annotations", annotations);
        }
        if (!urls.isEmpty()) {
            json.put("urls", urls);
        }
        return json;
    }
}
