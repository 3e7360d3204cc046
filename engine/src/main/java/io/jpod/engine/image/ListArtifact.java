package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.engine.Manifests;
import io.jpod.image.manifest.ArtifactManifest;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An artifact in a manifest list: its manifest, and the files that it is made of, which stay where they are until it is pushed. */
final class ListArtifact {
    private static final String UNKNOWN_TYPE = "application/vnd.unknown.artifact.v1";
    private static final String UNKNOWN_FILE = "application/octet-stream";

    private final JsonObject json;

    private ListArtifact(JsonObject json) {
        this.json = json;
    }

    static ListArtifact read(JsonObject json) {
        return new ListArtifact(json);
    }

    /** Makes a manifest of files. */
    static ListArtifact of(List<Path> files, Manifests.ArtifactOptions options, Optional<JsonObject> subject) {
        JsonObject places = new JsonObject();
        List<JsonObject> layers = new ArrayList<>();
        for (Path file : files) {
            String type = options.layerType();
            if (type.isEmpty()) {
                String guess = URLConnection.guessContentTypeFromName(file.toString());
                type = guess == null ? UNKNOWN_FILE : guess;
            }
            Descriptor layer = Descriptor.of(type, digest(file), size(file));
            if (!options.excludeTitles()) {
                layer = layer.annotated(
                        ArtifactManifest.TITLE, file.getFileName().toString());
            }
            layers.add(layer.toJson());
            places.put(layer.digest().toString(), file.toAbsolutePath().toString());
        }
        String config = options.config().map(ListArtifact::text).orElse("{}");
        byte[] configBytes = config.getBytes(StandardCharsets.UTF_8);
        String configType = !options.configType().isEmpty()
                ? options.configType()
                : options.config().isPresent() ? MediaTypes.OCI_CONFIG : ArtifactManifest.EMPTY.mediaType();
        JsonObject manifest = new JsonObject()
                .put("schemaVersion", 2L)
                .put("mediaType", MediaTypes.OCI_MANIFEST)
                .put("artifactType", options.type().isEmpty() ? UNKNOWN_TYPE : options.type())
                .put(
                        "config",
                        Descriptor.of(configType, Sha256.of(configBytes), configBytes.length)
                                .toJson())
                .put("layers", layers);
        if (subject.isPresent()) {
            manifest.put("subject", subject.get());
        }
        return new ListArtifact(new JsonObject()
                .put("manifest", Json.compact(manifest))
                .put("config", config)
                .put("files", places));
    }

    JsonObject toJson() {
        return json;
    }

    byte[] manifest() {
        return json.getString("manifest", "").getBytes(StandardCharsets.UTF_8);
    }

    /** As it stands in the index. */
    JsonObject descriptor() {
        byte[] bytes = manifest();
        return Descriptor.of(MediaTypes.OCI_MANIFEST, Sha256.of(bytes), bytes.length)
                .toJson()
                .put("artifactType", Json.parseObject(bytes).getString("artifactType", ""));
    }

    /** Configuration and files. */
    List<Descriptor> blobs() {
        ArtifactManifest manifest = ArtifactManifest.parse(manifest());
        List<Descriptor> result = new ArrayList<>(manifest.layers());
        result.add(manifest.config());
        return result;
    }

    /** @throws JpodException CONFLICT when the file is another one by now */
    InputStream open(Descriptor blob) throws IOException {
        String place = json.getObject("files").getString(blob.digest().toString(), "");
        if (place.isEmpty()) {
            return new ByteArrayInputStream(json.getString("config", "").getBytes(StandardCharsets.UTF_8));
        }
        Path file = Path.of(place);
        if (!digest(file).equals(blob.digest())) {
            throw JpodException.conflict("file " + file + " has changed since it was added to the manifest list")
                    .withRemedy("take the artifact out with manifest remove, and add it again");
        }
        return Files.newInputStream(file);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw JpodException.host("reading " + file, e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw JpodException.host("reading " + file, e);
        }
    }

    private static Digest digest(Path file) {
        if (!Files.isRegularFile(file)) {
            throw JpodException.notFound("stat " + file + ": no such file or directory");
        }
        Sha256 sha = new Sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha.update(buffer, 0, n);
            }
            return sha.finish();
        } catch (IOException e) {
            throw JpodException.host("reading " + file, e);
        }
    }
}
