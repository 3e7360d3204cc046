package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.layer.Unpacked;
import io.jpod.image.content.BlobStore;
import io.jpod.image.content.ImageWriter;
import io.jpod.image.content.Lease;
import io.jpod.image.content.StoredLayers;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageConfig;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.store.ImageRunConfig;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import io.jpod.support.layer.Decompression;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes an image of one layer from a tar, compressed or not. */
final class ImageImport {
    private static final int BUFFER = 1 << 16;

    private final EngineContext context;
    private final BlobStore blobs;
    private final ImageWriter writer;
    private final ImageFetch fetch;
    private final ImageLayers layers;

    ImageImport(EngineContext context, BlobStore blobs, ImageWriter writer, ImageFetch fetch, ImageLayers layers) {
        this.context = context;
        this.blobs = blobs;
        this.writer = writer;
        this.fetch = fetch;
        this.layers = layers;
    }

    /** @param metadata {@code message}, {@code os}, {@code arch}, {@code variant} */
    String run(
            Path tar, String reference, List<String> changes, Map<String, String> metadata, Images.Progress progress) {
        List<ImageReference> names = reference.isEmpty() ? List.of() : List.of(PulledNames.normal(reference));
        JsonObject settings = ImportChanges.apply(changes);
        return fetch.leased(lease -> {
            Path blob = lease.directory().resolve("import");
            String created = created(tar);
            copy(tar, blob);
            progress.message("Getting image source signatures");
            Descriptor layer = descriptor(blob);
            Digest diffId = diffId(blob);
            progress.message("Copying blob " + layer.digest());
            byte[] config = config(settings, metadata, created, diffId);
            Descriptor configDescriptor = Descriptor.of(MediaTypes.OCI_CONFIG, Sha256.of(config), config.length);
            progress.message("Copying config " + configDescriptor.digest());
            ImageManifest manifest =
                    ImageManifest.write(MediaTypes.OCI_MANIFEST, configDescriptor, List.of(layer), Map.of());
            StoredLayers stored = StoredLayers.of(List.of(layer), List.of(diffId));
            fetch.pin(lease, stored);
            add(lease, layer, blob);
            Unpacked unpacked = unpack(layer, diffId);
            progress.message("Writing manifest to image destination");
            ImageRunConfig run = ImageConfig.parse(config).run().toBuilder()
                    .manifestDigest(manifest.digest().toString())
                    .topLayer(stored.top())
                    .maxId(unpacked.idLimit())
                    .build();
            writer.install(lease, run, config, List.of(manifest), stored, unpacked.bytes(), names);
            return run.id();
        });
    }

    /** The file's time, so that importing it twice gives one image; now for a pipe. */
    private String created(Path tar) {
        try {
            boolean regular = Files.isRegularFile(tar);
            Instant time = regular
                    ? Files.getLastModifiedTime(tar).toInstant()
                    : context.clock().instant();
            return time.toString();
        } catch (IOException e) {
            throw JpodException.host("error opening \"" + tar + "\"", e);
        }
    }

    /** As it is, unless its compression has no place in an image: then the plain tar. */
    private static void copy(Path tar, Path target) {
        try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(tar), BUFFER)) {
            boolean known = switch (Decompression.peek(in)) {
                case NONE, GZIP, ZSTD -> true;
                case BZIP2, XZ -> false;
            };
            Files.copy(known ? in : Decompression.open(in), target);
        } catch (NoSuchFileException e) {
            throw JpodException.notFound("error opening \"" + tar + "\": open " + tar + ": no such file or directory");
        } catch (IOException e) {
            throw JpodException.host("importing \"" + tar + "\"", e);
        }
    }

    private static Descriptor descriptor(Path blob) {
        try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(blob), BUFFER)) {
            String suffix = switch (Decompression.peek(in)) {
                case GZIP -> "+gzip";
                case ZSTD -> "+zstd";
                case NONE, BZIP2, XZ -> "";
            };
            return Descriptor.of(MediaTypes.OCI_LAYER + suffix, digest(in), Files.size(blob));
        } catch (IOException e) {
            throw JpodException.host("reading " + blob, e);
        }
    }

    private static Digest diffId(Path blob) {
        try (InputStream in = Decompression.open(Files.newInputStream(blob))) {
            return digest(in);
        } catch (IOException e) {
            throw JpodException.host("reading " + blob, e);
        }
    }

    private static Digest digest(InputStream in) throws IOException {
        Sha256 sha = new Sha256();
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            sha.update(buffer, 0, n);
        }
        return sha.finish();
    }

    private byte[] config(JsonObject settings, Map<String, String> metadata, String created, Digest diffId) {
        String message = metadata.getOrDefault("message", "imported from tarball");
        JsonObject history = new JsonObject()
                .put("created", created)
                .put("created_by", "/bin/sh -c #(nop) ADD file:" + diffId.hex() + " in /");
        if (!message.isEmpty()) {
            history.put("comment", message);
        }
        JsonObject config = new JsonObject()
                .put("created", created)
                .put(
                        "architecture",
                        metadata.getOrDefault("arch", context.host().architecture()))
                .put("os", metadata.getOrDefault("os", "linux"));
        if (!metadata.getOrDefault("variant", "").isEmpty()) {
            config.put("variant", metadata.get("variant"));
        }
        config.put("config", settings)
                .put("rootfs", new JsonObject().put("type", "layers").put("diff_ids", List.of(diffId.toString())))
                .put("history", List.of(history));
        return Json.compact(config).getBytes(StandardCharsets.UTF_8);
    }

    private void add(Lease lease, Descriptor layer, Path blob) {
        try (InputStream in = Files.newInputStream(blob)) {
            if (!blobs.contains(layer.digest())) {
                blobs.add(lease, layer, in);
            }
            Files.delete(blob);
        } catch (IOException e) {
            throw JpodException.host("storing layer " + layer.digest(), e);
        }
    }

    private Unpacked unpack(Descriptor layer, Digest diffId) {
        try (InputStream in = blobs.open(layer.digest())) {
            return layers.unpack(Optional.empty(), diffId.toString(), in);
        } catch (IOException e) {
            throw JpodException.host("reading layer " + layer.digest(), e);
        }
    }
}
