package io.jpod.image.trust;

import io.jpod.api.JpodException;
import io.jpod.image.reference.Digest;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** The document that is signed, by gpg and by sigstore alike (containers-signature(5)). */
record SimpleSignature(String type, String manifestDigest, String identity) {
    static final String GPG = "atomic container signature";
    static final String SIGSTORE = "cosign container image signature";

    /** @throws JpodException EXTERNAL for a document of another shape */
    static SimpleSignature read(byte[] document) {
        JsonObject critical = Json.parseObject(document).getObject("critical");
        SimpleSignature result = new SimpleSignature(
                critical.getString("type", ""),
                critical.getObject("image").getString("docker-manifest-digest", ""),
                critical.getObject("identity").getString("docker-reference", ""));
        if (!result.type.equals(GPG) && !result.type.equals(SIGSTORE)) {
            throw JpodException.external("unrecognized signature type " + Digest.printable(result.type));
        }
        return result;
    }

    byte[] write(String creator, long timestamp) {
        JsonObject critical = new JsonObject()
                .put("type", type)
                .put("image", new JsonObject().put("docker-manifest-digest", manifestDigest))
                .put("identity", new JsonObject().put("docker-reference", identity));
        JsonObject document = new JsonObject()
                .put("critical", critical)
                .put("optional", new JsonObject().put("creator", creator).put("timestamp", timestamp));
        return Json.compact(document).getBytes(StandardCharsets.UTF_8);
    }
}
