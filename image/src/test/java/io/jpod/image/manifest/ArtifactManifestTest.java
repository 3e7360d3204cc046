package io.jpod.image.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArtifactManifestTest {
    private static Descriptor file(String type) {
        return Descriptor.of(type, Sha256.of("hello world\n"), 12).annotated(ArtifactManifest.TITLE, "one.txt");
    }

    @Test
    void theSameFilesMakePodmansManifest() {
        // podman 5.4: printf 'hello world\n' >one.txt; podman artifact add NAME one.txt
        assertEquals(
                "48d39aa21e256615d3a99bd8460b6a7a58008e2098857d3e74754f89b9662e1b",
                ArtifactManifest.write("", List.of(file("text/plain; charset=utf-8")), Map.of())
                        .digest()
                        .hex());
        // and with --type notatype
        assertEquals(
                "e7f1a05519b59e652ce3e962b5a24837621cdb37eee890f6a19abc00f32bd566",
                ArtifactManifest.write("notatype", List.of(file("text/plain; charset=utf-8")), Map.of())
                        .digest()
                        .hex());
    }

    @Test
    void annotationsAreInOrder() {
        Descriptor layer = file("text/plain").annotated("z", "1").annotated("a", "2");
        String written = new String(
                ArtifactManifest.write("", List.of(layer), Map.of()).bytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(
                "{\"a\":\"2\",\"org.opencontainers.image.title\":\"one.txt\",\"z\":\"1\"}",
                written.substring(written.lastIndexOf("{"), written.indexOf("}", written.lastIndexOf("{")) + 1));
    }
}
