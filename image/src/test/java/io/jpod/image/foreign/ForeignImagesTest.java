package io.jpod.image.foreign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.store.ImageStore;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.PosixLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

class ForeignImagesTest {
    private static final String LAYER = "ab".repeat(32);

    @TempDir
    Path temporary;

    private Path graphRoot;
    private byte[] tar;
    private String id;

    /** A store as another engine writes it: one image with one layer, whose "tar" is a head, a file's content and a tail. */
    @BeforeEach
    void makeStore() throws IOException {
        graphRoot = temporary.resolve("store");
        Path files = Files.createDirectories(
                graphRoot.resolve("overlay").resolve(LAYER).resolve("diff/dir"));
        Files.writeString(files.resolve("file"), "content");
        tar = "head|content|tail".getBytes(StandardCharsets.UTF_8);
        String diffId = Sha256.of(tar).toString();
        byte[] config = ("{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                        + diffId + "\"]}}")
                .getBytes(StandardCharsets.UTF_8);
        id = Sha256.of(config).hex();
        ImageManifest manifest = ImageManifest.write(
                MediaTypes.OCI_MANIFEST,
                Descriptor.of(MediaTypes.OCI_CONFIG, Sha256.of(config), config.length),
                List.of(Descriptor.of(MediaTypes.OCI_LAYER + "+gzip", Sha256.of("compressed"), 10)),
                Map.of());
        String key = "manifest-" + manifest.digest();
        Path documents =
                Files.createDirectories(graphRoot.resolve("overlay-images").resolve(id));
        Files.write(documents.resolve(ForeignStore.fileName("sha256:" + id)), config);
        Files.write(documents.resolve(ForeignStore.fileName(key)), manifest.bytes());
        Files.writeString(
                graphRoot.resolve("overlay-images/images.json"),
                Json.compact(List.of(new JsonObject()
                        .put("id", id)
                        .put("digest", manifest.digest().toString())
                        .put("names", List.of("docker.io/library/thing:1", "localhost/other:latest"))
                        .put("layer", LAYER)
                        .put("big-data-names", List.of("sha256:" + id, key)))));
        Path layers = Files.createDirectories(graphRoot.resolve("overlay-layers"));
        Files.writeString(
                layers.resolve("layers.json"),
                Json.compact(List.of(new JsonObject()
                        .put("id", LAYER)
                        .put("diff-digest", diffId)
                        .put("diff-size", (long) tar.length)
                        .put("uidset", List.of(0L, 41L)))));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(layers.resolve(LAYER + ".tar-split.gz")))) {
            out.write(piece("head|"));
            out.write("{\"type\":1,\"name\":\"dir/file\",\"size\":7,\"payload\":\"\",\"position\":1}\n"
                    .getBytes(StandardCharsets.UTF_8));
            out.write("{\"type\":1,\"name\":\"dir/\",\"payload\":null,\"position\":2}\n"
                    .getBytes(StandardCharsets.UTF_8));
            out.write(piece("|tail"));
        }
    }

    private static byte[] piece(String text) {
        String payload = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return ("{\"type\":2,\"payload\":\"" + payload + "\",\"position\":0}\n").getBytes(StandardCharsets.UTF_8);
    }

    private ForeignImages images() {
        return new ForeignImages(
                temporary.resolve("root"),
                () -> List.of(graphRoot),
                () -> temporary.resolve("usual"),
                PosixLoader.load(Mockito.mock(Log.class)),
                Mockito.mock(Log.class));
    }

    private static Optional<String> found(ForeignImages images, String reference) {
        return images.search(reference).map(ImageStore.Found::id);
    }

    @Test
    void imagesAreFoundByNameShortNameAndId() {
        ForeignImages images = images();
        for (String reference : List.of("docker.io/library/thing:1", "thing:1", "other", id, id.substring(0, 8))) {
            assertEquals(Optional.of(id), found(images, reference), reference);
        }
        assertEquals(Optional.empty(), found(images, "thing:2"));
        assertEquals(Optional.of(id), found(images, "containers-storage:[overlay@" + graphRoot + "+/run]other"));
        assertEquals(Optional.of(id), found(images, "containers-storage:[" + graphRoot + "]@" + id));
        assertThrows(JpodException.class, () -> images.search("containers-storage:[vfs@" + graphRoot + "]other"));
        assertThrows(JpodException.class, () -> images.search("containers-storage:other"));
        assertThrows(JpodException.class, () -> images.search("containers-storage:[relative]other"));
    }

    @Test
    void documentsAreKeptInOurOwnForm() {
        ImageStore store = new ImageStore(
                temporary.resolve("root"),
                name -> List.of(),
                images(),
                ImageStore.Choices.NONE,
                Mockito.mock(Log.class));
        assertTrue(store.readOnly(id));
        assertEquals(42, store.config(id).maxId());
        assertTrue(store.config(id).topLayer().startsWith(LAYER.substring(0, 48)));
        assertThrows(JpodException.class, () -> store.requireOwn(id, "tag"));
    }

    @Test
    void aLayersTarIsPutTogetherAgain() throws IOException {
        ForeignImages images = images();
        try (ForeignSource source = images.source(images.find(id).orElseThrow())) {
            Descriptor layer = source.plainLayers().get(0);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (InputStream in = source.blob(layer)) {
                in.transferTo(out);
            }
            assertArrayEquals(tar, out.toByteArray());
        }
    }

    @Test
    void aFileThatLeadsOutOfItsLayerIsNotFollowed() throws IOException {
        Path secret = Files.writeString(temporary.resolve("secret"), "secret!");
        Path file = graphRoot.resolve("overlay").resolve(LAYER).resolve("diff/dir/file");
        Files.delete(file);
        Files.createSymbolicLink(file, secret);
        ForeignImages images = images();
        try (ForeignSource source = images.source(images.find(id).orElseThrow());
                InputStream in = source.blob(source.plainLayers().get(0))) {
            assertThrows(IOException.class, () -> in.transferTo(new ByteArrayOutputStream()));
        }
    }
}
