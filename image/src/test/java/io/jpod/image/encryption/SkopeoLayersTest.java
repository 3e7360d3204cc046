package io.jpod.image.encryption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.ManifestParser;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers that skopeo encrypted, as they were recorded, with keys made for this test. */
class SkopeoLayersTest {
    @TempDir
    Path directory;

    private JsonObject recorded;
    private Path rsa;
    private Path ec;

    @BeforeEach
    void read() throws IOException {
        try (InputStream in = SkopeoLayersTest.class.getResourceAsStream("/encryption/skopeo.json")) {
            recorded = Json.parseObject(in.readAllBytes());
        }
        rsa = Files.writeString(directory.resolve("rsa.pem"), recorded.getString("rsa", ""));
        ec = Files.writeString(directory.resolve("ec.pem"), recorded.getString("ec", ""));
    }

    private JsonObject layer(String name) {
        for (JsonObject layer : recorded.getObjects("layers")) {
            if (layer.getString("name", "").equals(name)) {
                return layer;
            }
        }
        throw new AssertionError("nothing recorded as " + name);
    }

    static Descriptor descriptor(JsonObject json) {
        JsonObject manifest = new JsonObject()
                .put("schemaVersion", 2)
                .put(
                        "config",
                        new JsonObject()
                                .put("mediaType", MediaTypes.OCI_CONFIG)
                                .put("digest", "sha256:" + "0".repeat(64))
                                .put("size", 2))
                .put("layers", List.of(json));
        byte[] bytes = Json.compact(manifest).getBytes(StandardCharsets.UTF_8);
        return ((ImageManifest) ManifestParser.parse(bytes, "")).layers().get(0);
    }

    private Descriptor decrypt(String name, Path... keys) throws IOException {
        JsonObject layer = layer(name);
        Descriptor descriptor = descriptor(layer.getObject("descriptor"));
        Path content = directory.resolve("content");
        Files.write(content, Base64.getDecoder().decode(layer.getString("content", "")));
        List<String> specs = new ArrayList<>();
        for (Path key : keys) {
            specs.add(key.toString());
        }
        LayerSecret secret = DecryptionKeys.of(specs, null).unwrap(descriptor, directory);
        return LayerCipher.decrypt(descriptor, content, directory.resolve("plain"), secret);
    }

    @Test
    void theirLayersAreOpenedByEachRecipient() throws IOException {
        String plain = recorded.getString("plain", "");
        for (String name : new String[] {"jwe to rsa", "jwe to both", "pkcs7"}) {
            assertEquals(plain, decrypt(name, rsa).digest().toString(), name);
        }
        for (String name : new String[] {"jwe to ec", "jwe to both"}) {
            assertEquals(plain, decrypt(name, ec).digest().toString(), name);
        }
        Descriptor opened = decrypt("jwe to ec", rsa, ec);
        assertEquals(MediaTypes.OCI_LAYER + "+gzip", opened.mediaType());
        assertTrue(opened.annotations().isEmpty());
        assertEquals(Files.size(directory.resolve("plain")), opened.size());
    }

    @Test
    void otherKeysOpenNothing() {
        JpodException failure = assertThrows(JpodException.class, () -> decrypt("jwe to rsa", ec));
        assertTrue(failure.getMessage().contains("none of the private keys could be used"), failure.getMessage());
        assertTrue(failure.remedy().orElseThrow().contains("protocol jwe"));
        assertThrows(JpodException.class, () -> decrypt("jwe to ec", rsa));
        assertThrows(JpodException.class, () -> decrypt("pkcs7", ec));
        assertFalse(Files.exists(directory.resolve("plain")));
    }

    @Test
    void damagedAnnotationsAreNamed() throws IOException {
        for (String name : new String[] {"keys.jwe", "keys.pkcs7"}) {
            for (String bad : new String[] {"?", "AAAA", "e30=", "MAA=", "MIQ="}) {
                Descriptor layer =
                        descriptor(layer("pkcs7").getObject("descriptor")).annotated(LayerCipher.PREFIX + name, bad);
                DecryptionKeys keys = DecryptionKeys.of(List.of(rsa.toString()), null);
                JpodException failure =
                        assertThrows(JpodException.class, () -> keys.unwrap(layer, directory), name + bad);
                assertTrue(failure.getMessage().contains(layer.digest().toString()));
            }
        }
    }
}
