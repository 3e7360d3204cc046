package io.jpod.image.registry;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Sigstore's signatures: layers of a manifest whose tag is made of the signed manifest's digest. */
public final class SigstoreAttachments {
    /** What was signed, and the signature. */
    public record Attachment(byte[] document, byte[] signature) {}

    private static final String DOCUMENT = "application/vnd.dev.cosign.simplesigning.v1+json";
    private static final String SIGNATURE = "dev.cosignproject.cosign/signature";
    private static final int MAX_MANIFEST = 4 << 20;
    private static final int MAX_DOCUMENT = 1 << 20;
    private static final int MAX_SIGNATURES = 100;

    private final RegistryClient client;

    /** @param client of the repository; not closed here */
    public SigstoreAttachments(RegistryClient client) {
        this.client = client;
    }

    /** The signatures of a manifest; empty when it has none. */
    public List<Attachment> of(Digest signed) {
        String tag = tag(signed);
        List<Attachment> result = new ArrayList<>();
        try {
            Optional<byte[]> manifest = read(client.uri("manifests/" + tag), MAX_MANIFEST);
            if (manifest.isEmpty()) {
                return result;
            }
            for (JsonObject layer : Json.parseObject(manifest.get()).getObjects("layers")) {
                String signature = layer.getObject("annotations").getString(SIGNATURE, "");
                if (!layer.getString("mediaType", "").equals(DOCUMENT)
                        || signature.isEmpty()
                        || result.size() >= MAX_SIGNATURES) {
                    continue;
                }
                Digest digest = Digest.parse(layer.getString("digest", ""));
                byte[] document = read(client.uri("blobs/" + digest), MAX_DOCUMENT)
                        .orElseThrow(() -> JpodException.external("signature document " + digest + " is missing"));
                if (!Sha256.of(document).equals(digest)) {
                    throw JpodException.external("signature document " + digest + " has another digest");
                }
                result.add(new Attachment(document, Base64.getDecoder().decode(signature)));
            }
            return result;
        } catch (IOException | IllegalArgumentException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "reading sigstore signatures " + tag, e);
        }
    }

    private static String tag(Digest signed) {
        return "sha256-" + signed.hex() + ".sig";
    }

    /** Keeps a signature beside those that are attached already: one more layer, and its digest in the configuration. */
    void add(RegistryDestination to, Digest signed, Attachment signature) {
        String tag = tag(signed);
        try {
            Optional<byte[]> present = read(client.uri("manifests/" + tag), MAX_MANIFEST);
            List<JsonObject> layers = new ArrayList<>();
            JsonObject config = new JsonObject();
            if (present.isPresent()) {
                JsonObject manifest = Json.parseObject(present.get());
                layers.addAll(manifest.getObjects("layers"));
                Digest known = Digest.parse(manifest.getObject("config").getString("digest", ""));
                config = Json.parseObject(read(client.uri("blobs/" + known), MAX_DOCUMENT)
                        .orElseThrow(() -> JpodException.external("configuration " + known + " is missing")));
            }
            Descriptor layer = Descriptor.of(DOCUMENT, Sha256.of(signature.document()), signature.document().length)
                    .annotated(SIGNATURE, Base64.getEncoder().encodeToString(signature.signature()));
            layers.add(layer.toJson());
            send(to, layer, signature.document());
            byte[] configBytes = bytes(withDiffId(config, layer.digest()));
            Descriptor configBlob = Descriptor.of(MediaTypes.OCI_CONFIG, Sha256.of(configBytes), configBytes.length);
            send(to, configBlob, configBytes);
            byte[] manifest = bytes(new JsonObject()
                    .put("schemaVersion", 2L)
                    .put("mediaType", MediaTypes.OCI_MANIFEST)
                    .put("config", configBlob.toJson())
                    .put("layers", layers));
            to.tagged(manifest, MediaTypes.OCI_MANIFEST, Sha256.of(manifest), tag);
        } catch (IOException | IllegalArgumentException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "writing sigstore signature " + tag, e);
        }
    }

    private static JsonObject withDiffId(JsonObject config, Digest digest) {
        List<String> digests = new ArrayList<>(config.getObject("rootfs").getStrings("diff_ids"));
        digests.add(digest.toString());
        JsonObject layers = new JsonObject().put("type", "layers").put("diff_ids", digests);
        return config.put("architecture", config.getString("architecture", ""))
                .put("os", config.getString("os", ""))
                .put("rootfs", layers);
    }

    private static void send(RegistryDestination to, Descriptor descriptor, byte[] bytes) {
        to.blob(descriptor, () -> new ByteArrayInputStream(bytes));
    }

    private static byte[] bytes(JsonObject json) {
        return Json.compact(json).getBytes(StandardCharsets.UTF_8);
    }

    private Optional<byte[]> read(URI uri, int limit) throws IOException {
        HttpRequest request = HttpRequest.get(uri).header("Accept", MediaTypes.OCI_MANIFEST);
        try (HttpResponse response = client.send(request, "pull")) {
            if (response.status() == 404) {
                return Optional.empty();
            }
            if (response.status() != 200) {
                throw RegistryErrors.of(response);
            }
            return Optional.of(response.body().readNBytes(limit));
        }
    }
}
