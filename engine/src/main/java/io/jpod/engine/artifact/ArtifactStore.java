package io.jpod.engine.artifact;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.Artifacts.Artifact;
import io.jpod.image.manifest.ArtifactManifest;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.reference.Digest;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The files of artifacts. Whoever changes something holds the lock {@code artifacts}. */
final class ArtifactStore {
    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    private final Path directory;

    ArtifactStore(Path root) {
        this.directory = root.resolve("artifacts");
    }

    Path blob(Digest digest) {
        return directory.resolve("blobs").resolve("sha256").resolve(digest.hex());
    }

    /** Moves a finished file into place. */
    void take(Path file, Digest digest) throws IOException {
        Files.createDirectories(blob(digest).getParent());
        Files.move(file, blob(digest), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    List<Artifact> list() {
        Path file = directory.resolve("index.json");
        List<Artifact> result = new ArrayList<>();
        if (!Files.exists(file)) {
            return result;
        }
        try {
            for (JsonObject entry : Json.parseObject(Files.readAllBytes(file)).getObjects("manifests")) {
                Digest digest = Digest.parse(entry.getString("digest", ""));
                String name = entry.getObject("annotations").getString(REF_NAME, "");
                result.add(new Artifact(name, ArtifactManifest.parse(Files.readAllBytes(blob(digest)))));
            }
            return result;
        } catch (IOException | JpodException e) {
            throw new JpodException(ErrorCode.INTERNAL, "reading artifacts in " + directory, e);
        }
    }

    /** Makes these all that there are, and removes every other blob. */
    void write(List<Artifact> artifacts) throws IOException {
        List<JsonObject> entries = new ArrayList<>();
        Set<String> keep = new HashSet<>();
        for (Artifact artifact : artifacts) {
            ArtifactManifest manifest = artifact.manifest();
            Path file = blob(manifest.digest());
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                AtomicFile.writeDurable(file, manifest.bytes());
            }
            keep.add(manifest.digest().hex());
            keep.add(manifest.config().digest().hex());
            for (Descriptor layer : manifest.layers()) {
                keep.add(layer.digest().hex());
            }
            entries.add(Descriptor.of(MediaTypes.OCI_MANIFEST, manifest.digest(), manifest.bytes().length)
                    .annotated(REF_NAME, artifact.name())
                    .toJson());
        }
        Files.createDirectories(directory);
        AtomicFile.writeDurable(directory.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        AtomicFile.writeDurable(
                directory.resolve("index.json"),
                Json.compact(new JsonObject().put("schemaVersion", 2).put("manifests", entries)));
        String[] names = directory.resolve("blobs").resolve("sha256").toFile().list();
        for (String name : names == null ? new String[0] : names) {
            if (!keep.contains(name)) {
                Files.deleteIfExists(
                        directory.resolve("blobs").resolve("sha256").resolve(name));
            }
        }
    }
}
