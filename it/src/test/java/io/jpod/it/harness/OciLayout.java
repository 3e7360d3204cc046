package io.jpod.it.harness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Writes an image as an OCI layout directory (image-spec, image-layout.md), by hand, so that it may also be wrong. */
public final class OciLayout {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<byte[]> layers = new ArrayList<>();
    private final List<String> diffIds = new ArrayList<>();
    private final List<String> mediaTypes = new ArrayList<>();
    private final ObjectNode config = JSON.createObjectNode();
    private String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";

    public OciLayout() {
        env("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        config.putArray("Cmd").add("sh");
    }

    public OciLayout layer(byte[] tar) {
        return layer(tar, "gzip");
    }

    /** Adds a layer; the compression is gzip, zstd or none. */
    public OciLayout layer(byte[] tar, String compression) {
        try {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            String suffix = compression.equals("none") ? "" : "+" + compression;
            try (OutputStream out = switch (compression) {
                case "gzip" -> new GZIPOutputStream(packed);
                case "zstd" -> new com.github.luben.zstd.ZstdOutputStream(packed);
                case "none" -> packed;
                default -> throw new IllegalArgumentException(compression);
            }) {
                out.write(tar);
            }
            return rawLayer(packed.toByteArray(), digest(tar), "application/vnd.oci.image.layer.v1.tar" + suffix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a layer's blob with a diff id that may not be its own. */
    public OciLayout rawLayer(byte[] blob, String diffId, String mediaType) {
        layers.add(blob);
        diffIds.add(diffId);
        mediaTypes.add(mediaType);
        return this;
    }

    /** Changes the image's {@code config} object, whose keys are those of image-spec, config.md. */
    public ObjectNode config() {
        return config;
    }

    /** Sets a list of the image's {@code config} object, for example {@code Entrypoint}. */
    public OciLayout list(String key, String... values) {
        ArrayNode list = config.putArray(key);
        for (String value : values) {
            list.add(value);
        }
        return this;
    }

    public OciLayout env(String assignment) {
        config.withArray("Env").add(assignment);
        return this;
    }

    public OciLayout architecture(String name) {
        architecture = name;
        return this;
    }

    /** Writes the layout and names the image by the index's annotation. */
    public Path writeTo(Path directory, String name) {
        try {
            Files.createDirectories(directory.resolve("blobs/sha256"));
            ObjectNode image = JSON.createObjectNode();
            image.put("created", "2026-01-02T03:04:05Z")
                    .put("architecture", architecture)
                    .put("os", "linux");
            image.set("config", config);
            ArrayNode ids = image.putObject("rootfs").put("type", "layers").putArray("diff_ids");
            diffIds.forEach(ids::add);
            ObjectNode manifest = JSON.createObjectNode();
            manifest.put("schemaVersion", 2).put("mediaType", "application/vnd.oci.image.manifest.v1+json");
            manifest.set(
                    "config",
                    blob(directory, JSON.writeValueAsBytes(image), "application/vnd.oci.image.config.v1+json"));
            ArrayNode list = manifest.putArray("layers");
            for (int i = 0; i < layers.size(); i++) {
                list.add(blob(directory, layers.get(i), mediaTypes.get(i)));
            }
            ObjectNode entry =
                    blob(directory, JSON.writeValueAsBytes(manifest), "application/vnd.oci.image.manifest.v1+json");
            entry.putObject("annotations").put("org.opencontainers.image.ref.name", name);
            ObjectNode index = JSON.createObjectNode();
            index.put("schemaVersion", 2).putArray("manifests").add(entry);
            Files.write(directory.resolve("index.json"), JSON.writeValueAsBytes(index));
            Files.writeString(directory.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static ObjectNode blob(Path directory, byte[] bytes, String mediaType) throws IOException {
        String digest = digest(bytes);
        Files.write(directory.resolve("blobs/sha256").resolve(digest.substring("sha256:".length())), bytes);
        return JSON.createObjectNode()
                .put("mediaType", mediaType)
                .put("digest", digest)
                .put("size", bytes.length);
    }
}
