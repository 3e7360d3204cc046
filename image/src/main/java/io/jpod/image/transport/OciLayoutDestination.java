package io.jpod.image.transport;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageIndex;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.Manifest;
import io.jpod.image.manifest.ManifestParser;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.reference.Digest;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Writes into an OCI layout, beside the images that are there; an image of the same name is replaced in the index. */
final class OciLayoutDestination implements ImageDestination {
    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    private final Path directory;
    private final String name;
    private Descriptor entry;

    OciLayoutDestination(Path directory, String name) {
        this.directory = directory;
        this.name = name;
    }

    @Override
    public void blob(Descriptor descriptor, Content content) {
        Path file = blobFile(descriptor.digest());
        if (Files.isRegularFile(file)) {
            return;
        }
        try {
            Files.createDirectories(file.getParent());
            Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
            try (InputStream in = content.open()) {
                Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw JpodException.host("writing blob " + file, e);
        }
    }

    private Path blobFile(Digest digest) {
        return directory.resolve("blobs").resolve("sha256").resolve(digest.hex());
    }

    @Override
    public void manifest(ImageManifest manifest) {
        document(manifest.bytes(), MediaTypes.OCI_MANIFEST, manifest.digest(), true);
    }

    @Override
    public void document(byte[] bytes, String mediaType, Digest digest, boolean named) {
        Descriptor descriptor = Descriptor.of(mediaType, digest, bytes.length);
        blob(descriptor, () -> new ByteArrayInputStream(bytes));
        if (named) {
            entry = name.isEmpty() ? descriptor : descriptor.annotated(REF_NAME, name);
        }
    }

    @Override
    public void finish() {
        List<JsonObject> entries = new ArrayList<>();
        for (Descriptor present : present()) {
            boolean replaced = name.isEmpty()
                    ? present.digest().equals(entry.digest())
                    : name.equals(present.annotations().get(REF_NAME));
            if (!replaced) {
                entries.add(present.toJson());
            }
        }
        entries.add(entry.toJson());
        JsonObject index = new JsonObject().put("schemaVersion", 2L).put("manifests", entries);
        try {
            AtomicFile.writeDurable(directory.resolve("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}");
            AtomicFile.writeDurable(directory.resolve("index.json"), Json.compact(index));
        } catch (IOException e) {
            throw JpodException.host("writing " + directory.resolve("index.json"), e);
        }
    }

    private List<Descriptor> present() {
        Path file = directory.resolve("index.json");
        if (!Files.exists(file)) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = Documents.read(in, Manifest.MAX_SIZE, file.toString());
            if (ManifestParser.parse(bytes, MediaTypes.OCI_INDEX) instanceof ImageIndex index) {
                return index.manifests();
            }
            throw new JpodException(ErrorCode.EXTERNAL, file + " is not an index");
        } catch (IOException e) {
            throw JpodException.host("reading " + file, e);
        }
    }

    @Override
    public void close() {}
}
