package io.jpod.it.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jpod.it.harness.OciLayout;
import io.jpod.it.harness.Tar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Makes images of which one thing is wrong, while every digest but the one in question is right; and the archives of docker save. */
final class SpoiltImages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OCI = "application/vnd.oci.image.";

    private final byte[] layer;
    private final Map<String, byte[]> blobs = new LinkedHashMap<>();
    private final ObjectNode config = JSON.createObjectNode();
    private final ObjectNode manifest = JSON.createObjectNode();
    private byte[] packed;
    private byte[] configText = new byte[0];
    private byte[] manifestText = new byte[0];
    private int nesting;

    /** Changes an image before it is written. */
    interface Spoiling {
        void spoil(SpoiltImages image) throws IOException;
    }

    private SpoiltImages() throws IOException {
        layer = new Tar().directory("d", 0755).file("d/f", 0644, "text").bytes();
        packed = gzip(layer);
        config.put("created", "2026-01-02T03:04:05Z")
                .put("architecture", "amd64")
                .put("os", "linux");
        config.putObject("config").putArray("Cmd").add("sh");
        config.putObject("rootfs").put("type", "layers").putArray("diff_ids").add(OciLayout.digest(layer));
        manifest.put("schemaVersion", 2).put("mediaType", OCI + "manifest.v1+json");
        manifest.putObject("config");
        manifest.putArray("layers").addObject();
    }

    private static byte[] gzip(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(data);
        }
        return out.toByteArray();
    }

    /** Writes an OCI layout. */
    static Path layout(Path directory, Spoiling spoiling) {
        try {
            SpoiltImages image = new SpoiltImages();
            image.describe();
            spoiling.spoil(image);
            image.write(directory);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void describe() throws IOException {
        describe((ObjectNode) manifest.get("layers").get(0), packed, OCI + "layer.v1.tar+gzip");
        describe((ObjectNode) manifest.get("config"), JSON.writeValueAsBytes(config), OCI + "config.v1+json");
    }

    private void describe(ObjectNode descriptor, byte[] blob, String type) {
        String digest = OciLayout.digest(blob);
        blobs.put(digest, blob);
        descriptor.put("mediaType", type).put("digest", digest).put("size", blob.length);
    }

    private void write(Path directory) throws IOException {
        byte[] text = manifestText.length > 0 ? manifestText : JSON.writeValueAsBytes(manifest);
        ObjectNode entry = JSON.createObjectNode();
        describe(entry, text, OCI + "manifest.v1+json");
        for (int i = 0; i < nesting; i++) {
            ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2);
            index.putArray("manifests").add(entry);
            ObjectNode outer = JSON.createObjectNode();
            describe(outer, JSON.writeValueAsBytes(index), OCI + "index.v1+json");
            entry = outer;
        }
        Path files = Files.createDirectories(directory.resolve("blobs/sha256"));
        for (Map.Entry<String, byte[]> blob : blobs.entrySet()) {
            Files.write(files.resolve(blob.getKey().substring("sha256:".length())), blob.getValue());
        }
        ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2);
        index.putArray("manifests").add(entry);
        Files.write(directory.resolve("index.json"), JSON.writeValueAsBytes(index));
        Files.writeString(directory.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    }

    private ObjectNode layerEntry() {
        return (ObjectNode) manifest.get("layers").get(0);
    }

    /** Another text in place of the configuration, rightly described. */
    private void configuration(byte[] text) {
        configText = text;
        describe((ObjectNode) manifest.get("config"), configText, OCI + "config.v1+json");
    }

    private void configuration(String json) {
        configuration(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Sets one value of the configuration by a JSON pointer's parent and a name. */
    private void configured(String parent, String name, String json) throws IOException {
        ((ObjectNode) config.at(parent)).set(name, JSON.readTree(json));
        configuration(JSON.writeValueAsBytes(config));
    }

    /** Another blob in place of the layer, rightly described. */
    private void layerIs(byte[] blob, String type) {
        packed = blob;
        describe(layerEntry(), packed, type);
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    /** Every way to spoil an image, by name. */
    static Map<String, Spoiling> all() {
        Map<String, Spoiling> all = new LinkedHashMap<>();
        manifests(all);
        configurations(all);
        layers(all);
        return all;
    }

    private static void manifests(Map<String, Spoiling> all) {
        String[] sizes = {"-1", "9223372036854775807", "1e400", "\"12\"", "null", "99999999999999999999999999"};
        for (String size : sizes) {
            all.put("layer size " + size, image -> image.layerEntry().set("size", json(size)));
            all.put(
                    "config size " + size,
                    image -> ((ObjectNode) image.manifest.get("config")).set("size", json(size)));
        }
        String[] digests = {
            "\"\"",
            "\"sha256:zz\"",
            "\"../../../../etc/passwd\"",
            "\"sha256:../../../etc/passwd\"",
            "7",
            "\"sha512:" + "a".repeat(128) + "\"",
            "\"sha256:" + "a".repeat(64) + "\""
        };
        for (String digest : digests) {
            all.put("layer digest " + digest, image -> image.layerEntry().set("digest", json(digest)));
            all.put(
                    "config digest " + digest,
                    image -> ((ObjectNode) image.manifest.get("config")).set("digest", json(digest)));
        }
        for (String name : new String[] {"config", "layers", "schemaVersion"}) {
            for (String value : new String[] {"null", "\"x\"", "99", "[[]]", "{}"}) {
                all.put(name + " " + value, image -> image.manifest.set(name, json(value)));
            }
            all.put(name + " missing", image -> image.manifest.remove(name));
        }
        all.put("many layers", image -> {
            ArrayNode layers = (ArrayNode) image.manifest.get("layers");
            for (int i = 0; i < 5000; i++) {
                layers.add(layers.get(0));
            }
        });
        all.put("manifest is no JSON", image -> image.manifestText = new byte[] {'{', 0, (byte) 0xff});
        all.put(
                "manifest is deep",
                image -> image.manifestText = "[".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        all.put("manifest is huge", image -> image.manifestText = new byte[5 << 20]);
        all.put("indexes in indexes", image -> image.nesting = 9);
        all.put("an index that names itself", image -> {
            String own = "sha256:" + "b".repeat(64);
            image.blobs.put(
                    own,
                    ("{\"schemaVersion\":2,\"mediaType\":\"" + OCI + "index.v1+json\",\"manifests\":[{\"mediaType\":\""
                                    + OCI + "index.v1+json\",\"digest\":\"" + own + "\",\"size\":300}]}")
                            .getBytes(StandardCharsets.UTF_8));
            image.manifestText = ("{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"" + OCI
                            + "index.v1+json\",\"digest\":\"" + own + "\",\"size\":300}]}")
                    .getBytes(StandardCharsets.UTF_8);
        });
    }

    private static void configurations(Map<String, Spoiling> all) {
        for (String value :
                new String[] {"null", "[]", "\"x\"", "{\"type\":\"layers\",\"diff_ids\":[7]}", "{\"diff_ids\":[]}"}) {
            all.put("rootfs " + value, image -> image.configured("", "rootfs", value));
        }
        for (String name :
                new String[] {"Env", "Cmd", "Entrypoint", "ExposedPorts", "Volumes", "Labels", "User", "WorkingDir"}) {
            for (String value : new String[] {"7", "[7]", "{\"a\":[]}", "\"\\u0000\\u001b[2J\""}) {
                all.put(name + " " + value, image -> image.configured("/config", name, value));
            }
        }
        for (String value : new String[] {"\"yesterday\"", "-1", "\"99999-01-01T00:00:00Z\"", "{}"}) {
            all.put("created " + value, image -> image.configured("", "created", value));
        }
        all.put("os 7", image -> image.configured("", "os", "7"));
        all.put("history 7", image -> image.configured("", "history", "[7,{\"empty_layer\":\"x\"}]"));
        all.put("config is a list", image -> image.configuration("[]"));
        all.put("config is empty", image -> image.configuration(""));
        all.put("config is cut off", image -> image.configuration("{\"rootfs\":{\"diff_ids\":[\"sha2"));
        all.put("config is deep", image -> image.configuration("{\"a\":".repeat(50_000)));
        all.put("config is huge", image -> image.configuration(new byte[9 << 20]));
        all.put(
                "a wrong diff id",
                image -> image.configured("/rootfs", "diff_ids", "[\"sha256:" + "c".repeat(64) + "\"]"));
    }

    private static void layers(Map<String, Spoiling> all) {
        String plain = OCI + "layer.v1.tar";
        all.put(
                "a layer that is cut off",
                image -> image.layerIs(Arrays.copyOf(image.packed, image.packed.length / 2), plain + "+gzip"));
        for (int at = 1; at < 6; at++) {
            int length = at * 512 - 200;
            all.put("a tar cut off at " + length, image -> {
                byte[] cut = Arrays.copyOf(image.layer, length);
                image.layerIs(gzip(cut), plain + "+gzip");
                image.configured("/rootfs", "diff_ids", "[\"" + OciLayout.digest(cut) + "\"]");
            });
        }
        all.put("garbage for a layer", image -> image.layerIs(new byte[3000], plain + "+zstd"));
        all.put(
                "zstd that ends",
                image -> image.layerIs(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd}, plain + "+zstd"));
        all.put("a layer of unknown type", image -> image.layerEntry().put("mediaType", "text/html"));
        all.put("a layer that is not there", image -> image.blobs.remove(OciLayout.digest(image.packed)));
        all.put(
                "a layer with another's digest",
                image -> image.blobs.put(OciLayout.digest(image.packed), gzip(new byte[2048])));
    }

    /** Writes an archive as docker save does, with the manifest.json given. */
    static byte[] dockerArchive(String manifest, Tar archive) {
        return archive.file("manifest.json", 0644, manifest).bytes();
    }
}
