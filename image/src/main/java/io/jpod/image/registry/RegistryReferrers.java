package io.jpod.image.registry;

import io.jpod.api.JpodException;
import io.jpod.image.manifest.Manifest;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.reference.Digest;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Records what refers to a manifest, for registries that do not do so by themselves (distribution-spec, "Referrers Tag Schema"): an
 * index under a tag that is made of the digest.
 */
final class RegistryReferrers {
    private final RegistryClient client;
    private final String actions;

    RegistryReferrers(RegistryClient client, String actions) {
        this.client = client;
        this.actions = actions;
    }

    /** Does nothing for a manifest that has no {@code subject}. */
    void record(byte[] bytes, String mediaType, Digest own) throws IOException {
        JsonObject manifest = Json.parseObject(bytes);
        if (!manifest.has("subject")) {
            return;
        }
        Digest subject = Digest.parse(manifest.getObject("subject").getString("digest", ""));
        String tag = "sha256-" + subject.hex();
        List<JsonObject> entries = new ArrayList<>();
        for (JsonObject entry : present(tag)) {
            if (entry.getString("digest", "").equals(own.toString())) {
                return;
            }
            entries.add(entry);
        }
        String config = manifest.getObject("config").getString("mediaType", "");
        JsonObject entry = new JsonObject()
                .put("mediaType", mediaType)
                .put("digest", own.toString())
                .put("size", (long) bytes.length)
                .putNonEmpty("artifactType", manifest.getString("artifactType", config));
        if (manifest.has("annotations")) {
            entry.put("annotations", manifest.getObject("annotations"));
        }
        entries.add(entry);
        JsonObject index = new JsonObject()
                .put("schemaVersion", 2L)
                .put("mediaType", MediaTypes.OCI_INDEX)
                .put("manifests", entries);
        byte[] document = Json.compact(index).getBytes(StandardCharsets.UTF_8);
        HttpRequest request = new HttpRequest("PUT", client.uri("manifests/" + tag))
                .body(MediaTypes.OCI_INDEX, document.length, () -> new ByteArrayInputStream(document));
        try (HttpResponse response = client.send(request, actions)) {
            if (!response.succeeded()) {
                throw RegistryErrors.of(response, "recording a referrer of " + subject);
            }
        }
    }

    private List<JsonObject> present(String tag) throws IOException {
        HttpRequest request = HttpRequest.get(client.uri("manifests/" + tag)).header("Accept", MediaTypes.OCI_INDEX);
        try (HttpResponse response = client.send(request, actions)) {
            if (response.status() == 404) {
                return List.of();
            }
            if (response.status() != 200) {
                throw RegistryErrors.of(response, "reading the referrers under " + tag);
            }
            byte[] bytes = response.body().readNBytes(Manifest.MAX_SIZE + 1);
            if (bytes.length > Manifest.MAX_SIZE) {
                throw JpodException.external("the index " + tag + " is too large");
            }
            return Json.parseObject(bytes).getObjects("manifests");
        }
    }
}
