package io.jpod.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.storage.WhiteoutFormat;
import io.jpod.image.manifest.ImageConfig;
import io.jpod.image.manifest.ManifestParser;
import io.jpod.image.reference.ImageReference;
import io.jpod.support.layer.LayerApplier;
import io.jpod.support.layer.LayerOptions;
import io.jpod.support.posix.PosixLoader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

/** Replays what fuzzing and people found: each file is read or refused, and never ends in another exception. */
class FindingsTest {
    private static final Path FILES = Path.of("src/test/resources/findings");

    @TempDir
    Path temporary;

    private interface Reading {
        void read(byte[] bytes);
    }

    private static void replay(String kind, Reading reading) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(FILES.resolve(kind))) {
            files = all.toList();
        }
        assertTrue(!files.isEmpty(), kind);
        for (Path file : files) {
            try {
                reading.read(Files.readAllBytes(file));
            } catch (JpodException e) {
                assertTrue(!e.getMessage().isEmpty(), file::toString);
            }
        }
    }

    @Test
    void manifests() throws IOException {
        replay("manifests", bytes -> ManifestParser.parse(bytes, ""));
    }

    @Test
    void configurations() throws IOException {
        replay("configurations", bytes -> ImageConfig.parse(bytes).run().toJson());
    }

    @Test
    void references() throws IOException {
        replay("references", bytes -> ImageReference.parse(new String(bytes, StandardCharsets.UTF_8)));
    }

    @Test
    void tars() throws IOException {
        Path root = Files.createDirectory(temporary.resolve("root"));
        LayerOptions options = LayerOptions.builder(WhiteoutFormat.APPLIED)
                .singleOwner(true)
                .maxBytes(1 << 20)
                .build();
        LayerApplier applier = new LayerApplier(PosixLoader.load(Mockito.mock(Log.class)));
        replay("tars", bytes -> applier.apply(new ByteArrayInputStream(bytes), root, options));
        try (Stream<Path> all = Files.list(temporary)) {
            assertEquals(1, all.count());
        }
    }
}
