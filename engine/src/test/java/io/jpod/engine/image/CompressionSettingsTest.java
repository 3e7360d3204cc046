package io.jpod.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.PullOptions;
import io.jpod.image.transport.TransportName;
import io.jpod.support.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionSettingsTest {
    private static final TransportName REGISTRY = new TransportName("docker", "localhost:1/a/b:1");
    private static final PullOptions NONE = PullOptions.builder().build();

    private final JsonObject engine = new JsonObject();

    private CompressionSettings settings() {
        return new CompressionSettings(new JsonObject().put("engine", engine));
    }

    private JpodException refused(TransportName place) {
        return assertThrows(JpodException.class, () -> settings().forList(place, true, NONE));
    }

    @Test
    void nothingIsSaidWithoutSettings() {
        PullOptions completed = settings().forList(REGISTRY, true, NONE);
        assertEquals("", completed.compressionFormat());
        assertEquals(Optional.empty(), completed.compressionLevel());
        assertEquals(List.of(), completed.addCompression());
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker", "oci", "oci-archive"})
    void settingsCountWhereLayersAreCompressed(String transport) {
        engine.put("compression_format", "zstd").put("compression_level", 7).put("add_compression", List.of("gzip"));
        PullOptions completed = settings().forList(new TransportName(transport, "x"), true, NONE);
        assertEquals("zstd", completed.compressionFormat());
        assertEquals(Optional.of(7), completed.compressionLevel());
        assertEquals(List.of("gzip"), completed.addCompression());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dir", "docker-archive", "docker-daemon"})
    void settingsDoNotCountElsewhere(String transport) {
        engine.put("compression_format", "lzw").put("compression_level", "x").put("add_compression", 3);
        PullOptions completed = settings().forList(new TransportName(transport, "x"), true, NONE);
        assertEquals("", completed.compressionFormat());
        assertEquals(Optional.empty(), completed.compressionLevel());
        assertEquals(List.of(), completed.addCompression());
    }

    @Test
    void whatTheCallerSaysCountsMore() {
        engine.put("compression_format", "lzw").put("compression_level", "x").put("add_compression", 3);
        PullOptions asked = PullOptions.builder()
                .compressionFormat("gzip")
                .compressionLevel(1)
                .addCompression(List.of("zstd"))
                .build();
        PullOptions completed = settings().forList(REGISTRY, true, asked);
        assertEquals("gzip", completed.compressionFormat());
        assertEquals(Optional.of(1), completed.compressionLevel());
        assertEquals(List.of("zstd"), completed.addCompression());
    }

    @Test
    void nothingIsAddedToAnImageAlone() {
        engine.put("add_compression", List.of("zstd"));
        assertEquals(List.of(), settings().forImage(REGISTRY, NONE).addCompression());
        assertEquals(List.of(), settings().forList(REGISTRY, false, NONE).addCompression());
    }

    @Test
    void wrongTypesAreNamed() {
        engine.put("compression_format", 3);
        assertEquals(
                "containers.conf: compression_format in the table engine must be a string",
                refused(REGISTRY).getMessage());
        engine.put("compression_format", "").put("compression_level", "5");
        assertEquals(
                "containers.conf: compression_level in the table engine must be a whole number",
                refused(REGISTRY).getMessage());
        engine.put("compression_level", 1L << 40);
        assertEquals(ErrorCode.USAGE, refused(REGISTRY).code());
        engine.put("compression_level", null).put("add_compression", "zstd");
        assertEquals(
                "containers.conf: add_compression in the table engine must be a list of strings",
                refused(REGISTRY).getMessage());
        engine.put("add_compression", List.of(1));
        assertEquals(ErrorCode.USAGE, refused(REGISTRY).code());
    }

    @Test
    void compressionsThatCannotBeMadeAreNamedWithTheRemedy() {
        engine.put("compression_format", "lzw");
        assertEquals(
                "containers.conf: compression_format: compression format lzw is not supported",
                refused(REGISTRY).getMessage());
        assertTrue(refused(REGISTRY).remedy().orElse("").endsWith("--compression-format"));
        engine.put("compression_format", null).put("add_compression", List.of("zstd:chunked"));
        assertEquals(
                "containers.conf: add_compression: compression format zstd:chunked is not supported",
                refused(REGISTRY).getMessage());
        assertTrue(refused(REGISTRY).remedy().orElse("").endsWith("--add-compression"));
    }
}
