package io.jpod.engine.image;

import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.manifest.Sha256;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Makes OCI layouts with small layers. */
final class SampleLayout {
    private final Path directory;
    private final List<Descriptor> layers = new ArrayList<>();
    private final List<String> diffIds = new ArrayList<>();
    private final List<Descriptor> images = new ArrayList<>();

    SampleLayout(Path directory) {
        this.directory = directory;
        write("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
    }

    Path directory() {
        return directory;
    }

    /** Adds a layer with one file. */
    SampleLayout layer(String name, String content) {
        byte[] tar = tar(Map.of(name, content));
        byte[] blob = gzip(tar);
        diffIds.add(Sha256.of(tar).toString());
        layers.add(blob(MediaTypes.OCI_LAYER + "+gzip", blob));
        return this;
    }

    /** Finishes an image of the layers so far. */
    ImageManifest image(String refName, String cmd) {
        return image(refName, cmd, "linux", "amd64");
    }

    ImageManifest image(String refName, String cmd, String os, String architecture) {
        JsonObject config = new JsonObject()
                .put("created", "2024-01-02T03:04:05Z")
                .put("architecture", architecture)
                .put("os", os)
                .put("config", new JsonObject().put("Cmd", List.of(cmd)).put("Env", List.of("PATH=/bin")))
                .put("rootfs", new JsonObject().put("type", "layers").put("diff_ids", diffIds));
        Descriptor descriptor = blob(MediaTypes.OCI_CONFIG, Json.compact(config).getBytes(StandardCharsets.UTF_8));
        ImageManifest manifest = ImageManifest.write(MediaTypes.OCI_MANIFEST, descriptor, layers, Map.of());
        Descriptor entry = blob(MediaTypes.OCI_MANIFEST, manifest.bytes());
        images.add(refName.isEmpty() ? entry : entry.annotated("org.opencontainers.image.ref.name", refName));
        writeIndex();
        return manifest;
    }

    private void writeIndex() {
        List<JsonObject> entries = new ArrayList<>();
        for (Descriptor image : images) {
            entries.add(image.toJson());
        }
        JsonObject index = new JsonObject().put("schemaVersion", 2L).put("manifests", entries);
        write("index.json", Json.compact(index).getBytes(StandardCharsets.UTF_8));
    }

    Path blobFile(Descriptor descriptor) {
        return directory.resolve("blobs/sha256").resolve(descriptor.digest().hex());
    }

    private Descriptor blob(String mediaType, byte[] content) {
        Descriptor descriptor = Descriptor.of(mediaType, Sha256.of(content), content.length);
        write("blobs/sha256/" + descriptor.digest().hex(), content);
        return descriptor;
    }

    private void write(String name, byte[] content) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] tar(Map<String, String> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setModTime(0);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
