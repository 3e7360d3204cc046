package io.jpod.engine.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives and directories: out, in again, and hostile ones. */
class ImageTransferTest {
    private static final PullOptions OPTIONS = PullOptions.builder().build();

    @TempDir
    Path temp;

    private ImageFixture fixture;
    private StoredImages images;
    private ImageManifest manifest;
    private String id;

    @BeforeEach
    void pullSample() {
        fixture = new ImageFixture(temp.resolve("one"));
        images = fixture.images;
        SampleLayout layout =
                new SampleLayout(temp.resolve("box")).layer("a", "1").layer("b", "2");
        manifest = layout.image("", "sh");
        id = images.pull("oci:" + layout.directory(), OPTIONS, fixture.messages::add)
                .get(0)
                .config()
                .id();
        images.tag(id, List.of("box:1"));
    }

    private void assertWorkIsGone(ImageFixture of) {
        String[] left = new File(of.context.root().resolve("image-work").toString()).list();
        assertEquals(0, left == null ? 0 : left.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"oci", "oci-archive", "dir"})
    void sendsTheSameBytesThatCame(String transport) {
        String place = transport + ":" + temp.resolve("out");
        assertEquals(manifest.digest().toString(), images.push("box:1", place, OPTIONS, fixture.messages::add));
        ImageFixture other = new ImageFixture(temp.resolve("two"));
        Images.Image image =
                other.images.pull(place, OPTIONS, other.messages::add).get(0);
        assertEquals(id, image.config().id());
        assertEquals(manifest.digest().toString(), image.config().manifestDigest());
        assertWorkIsGone(fixture);
        assertWorkIsGone(other);
    }

    @Test
    void sendsADockerArchiveThatLoadsUnderItsName() {
        Path file = temp.resolve("box.tar");
        images.push("box:1", "docker-archive:" + file, OPTIONS, fixture.messages::add);
        ImageFixture other = new ImageFixture(temp.resolve("two"));
        assertEquals(List.of("localhost/box:1"), other.images.load(file, other.messages::add));
        assertEquals(id, other.images.get("box:1").config().id());
        assertEquals(
                ErrorCode.CONFLICT,
                assertThrows(
                                JpodException.class,
                                () -> images.push("box:1", "docker-archive:" + file, OPTIONS, fixture.messages::add))
                        .code());
    }

    @Test
    void keepsTheOwnManifestWhenAnArchiveBringsTheImageAgain() {
        Path file = temp.resolve("box.tar");
        images.push("box:1", "docker-archive:" + file + ":again:2", OPTIONS, fixture.messages::add);
        assertEquals(List.of("docker.io/library/again:2"), images.load(file, fixture.messages::add));
        assertEquals(
                manifest.digest().toString(), images.get("again:2").config().manifestDigest());
        assertArrayEquals(manifest.bytes(), images.rawManifest(id));
    }

    @Test
    void namesWhatIsLoadedAfterALayoutButNotAfterADirectory() {
        images.push("box:1", "dir:" + temp.resolve("dir"), OPTIONS, fixture.messages::add);
        images.push("box:1", "oci:" + temp.resolve("oci"), OPTIONS, fixture.messages::add);
        ImageFixture other = new ImageFixture(temp.resolve("two"));
        assertEquals(List.of("sha256:" + id), other.images.load(temp.resolve("dir"), other.messages::add));
        assertEquals(
                List.of("localhost" + temp.resolve("oci")),
                other.images.load(temp.resolve("oci"), other.messages::add));
    }

    @Test
    void aLayoutIsNamedAfterItsPathAsItWasGiven() throws IOException {
        Path given = Files.createTempDirectory(Files.createDirectories(Path.of("target/layouts")), "x");
        String name = given.toString().toLowerCase(Locale.ROOT) + "/oci";
        try {
            images.push("box:1", "oci:" + temp.resolve("oci"), OPTIONS, fixture.messages::add);
            Files.createDirectories(Path.of(name).getParent());
            Files.createSymbolicLink(Path.of(name), temp.resolve("oci"));
            ImageFixture other = new ImageFixture(temp.resolve("two"));
            assertEquals(List.of("localhost/" + name), other.images.load(Path.of(name), other.messages::add));
            assertEquals(
                    List.of("localhost/" + name + ":latest"),
                    other.images.get("localhost/" + name).names());
            assertEquals(
                    List.of("sha256:" + id),
                    other.images.load(
                            Path.of("../" + Path.of("").toAbsolutePath().getFileName() + "/" + name),
                            other.messages::add));
        } finally {
            Files.deleteIfExists(Path.of(name));
            Files.deleteIfExists(given);
        }
    }

    @Test
    void loadsCompressedArchives() throws IOException {
        Path file = temp.resolve("box.tar");
        images.push("box:1", "oci-archive:" + file + ":named:3", OPTIONS, fixture.messages::add);
        Path compressed = temp.resolve("box.tar.gz");
        Files.write(compressed, SampleLayout.gzip(Files.readAllBytes(file)));
        ImageFixture other = new ImageFixture(temp.resolve("two"));
        assertEquals(List.of("localhost/named:3"), other.images.load(compressed, other.messages::add));
        assertWorkIsGone(other);
    }

    @Test
    void replacesAnImageOfTheSameNameInALayout() {
        Path out = temp.resolve("out");
        images.push("box:1", "oci:" + out + ":x", OPTIONS, fixture.messages::add);
        images.push("box:1", "oci:" + out + ":x", OPTIONS, fixture.messages::add);
        images.push("box:1", "oci:" + out + ":y", OPTIONS, fixture.messages::add);
        ImageFixture other = new ImageFixture(temp.resolve("two"));
        assertEquals(
                "initializing source oci:" + out + ":",
                assertThrows(JpodException.class, () -> other.images.pull("oci:" + out, OPTIONS, other.messages::add))
                        .getMessage());
        assertEquals(
                id,
                other.images
                        .pull("oci:" + out + ":y", OPTIONS, other.messages::add)
                        .get(0)
                        .config()
                        .id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-archive", "oci-archive"})
    void namesTheArchiveThatHasNoDirectory(String transport) {
        Path file = temp.resolve("no/such/x.tar");
        JpodException e = assertThrows(
                JpodException.class,
                () -> images.push("box:1", transport + ":" + file, OPTIONS, fixture.messages::add));
        assertEquals("opening file \"" + file + "\": open " + file + ": no such file or directory", e.getMessage());
    }

    @Test
    void doesNotOverwriteAForeignDirectory() throws IOException {
        Path out = Files.createDirectory(temp.resolve("out"));
        Files.writeString(out.resolve("precious"), "x");
        assertThrows(JpodException.class, () -> images.push("box:1", "dir:" + out, OPTIONS, fixture.messages::add));
        assertTrue(Files.exists(out.resolve("precious")));
    }

    @Test
    void recompressesWhenAskedTo() {
        Path out = temp.resolve("out");
        PullOptions zstd = PullOptions.builder().compressionFormat("zstd").build();
        images.push("box:1", "oci:" + out, zstd, fixture.messages::add);
        ImageFixture other = new ImageFixture(temp.resolve("two"));
        Images.Image image =
                other.images.pull("oci:" + out, OPTIONS, other.messages::add).get(0);
        assertEquals(id, image.config().id());
        assertTrue(new String(other.images.rawManifest(id), StandardCharsets.UTF_8)
                .contains("application/vnd.oci.image.layer.v1.tar+zstd"));
    }

    @Test
    void compressesAsTheConfigurationSaysUnlessToldOtherwise() throws IOException {
        fixture.context.settings().put("engine", new JsonObject().put("compression_format", "zstd"));
        images.push("box:1", "oci:" + temp.resolve("configured"), OPTIONS, fixture.messages::add);
        PullOptions gzip = PullOptions.builder().compressionFormat("gzip").build();
        images.push("box:1", "oci:" + temp.resolve("told"), gzip, fixture.messages::add);
        images.push("box:1", "docker-archive:" + temp.resolve("plain.tar"), OPTIONS, fixture.messages::add);
        ImageFixture other = new ImageFixture(temp.resolve("two"));
        other.images.pull("oci:" + temp.resolve("configured"), OPTIONS, other.messages::add);
        assertTrue(new String(other.images.rawManifest(id), StandardCharsets.UTF_8).contains(".tar+zstd"));
        ImageFixture third = new ImageFixture(temp.resolve("three"));
        third.images.pull("oci:" + temp.resolve("told"), OPTIONS, third.messages::add);
        assertArrayEquals(manifest.bytes(), third.images.rawManifest(id));
    }

    @ParameterizedTest
    @CsvSource({"gzip, 10, use 1 to 9", "gzip, -2, use 1 to 9", "zstd, 23, use 1 to 22", "zstd, 0, use 1 to 22"})
    void refusesLevelsThatACompressionDoesNotHave(String format, int level, String remedy) {
        PullOptions wrong = PullOptions.builder()
                .compressionFormat(format)
                .compressionLevel(level)
                .build();
        JpodException e = assertThrows(
                JpodException.class,
                () -> images.push("box:1", "oci:" + temp.resolve("x"), wrong, fixture.messages::add));
        assertEquals("invalid compression level " + level + " for " + format, e.getMessage());
        assertTrue(e.remedy().orElse("").startsWith(remedy), e.remedy().toString());
        assertFalse(Files.exists(temp.resolve("x/index.json")));
    }

    @Test
    void refusesUnknownFormatsAndTransports() {
        PullOptions v2s1 = PullOptions.builder().format("v2s1").build();
        assertEquals(
                ErrorCode.UNSUPPORTED,
                assertThrows(
                                JpodException.class,
                                () -> images.push("box:1", "dir:" + temp.resolve("x"), v2s1, fixture.messages::add))
                        .code());
        for (String place : List.of("sif:x", "ostree:x")) {
            assertEquals(
                    ErrorCode.UNSUPPORTED,
                    assertThrows(JpodException.class, () -> images.pull(place, OPTIONS, fixture.messages::add))
                            .code());
        }
    }

    private Path archive(Map<String, String> files) throws IOException {
        Path file = temp.resolve("hostile.tar");
        Files.write(file, SampleLayout.tar(files));
        return file;
    }

    private String loadFailure(Map<String, String> files) throws IOException {
        Path file = archive(files);
        ImageFixture other = new ImageFixture(temp.resolve("two"));
        JpodException e = assertThrows(JpodException.class, () -> other.images.load(file, other.messages::add));
        assertWorkIsGone(other);
        assertEquals(List.of(), other.images.list());
        return Retries.joined(e);
    }

    @Test
    void readsNothingOutsideAnArchive() throws IOException {
        Files.writeString(temp.resolve("secret.json"), "{}");
        Map<String, String> files = new LinkedHashMap<>();
        files.put(
                "manifest.json",
                "[{\"Config\":\"../" + temp.relativize(temp.resolve("secret.json"))
                        + "\",\"RepoTags\":null,\"Layers\":[]}]");
        assertTrue(loadFailure(files).contains("no such file or directory"));
        files.put("manifest.json", "[{\"Config\":\"" + temp.resolve("secret.json") + "\",\"Layers\":[]}]");
        assertTrue(loadFailure(files).contains("no such file or directory"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[1]",
                "[",
                "[{}]",
                "[{\"Config\":7}]",
                "[{\"Config\":\"c.json\",\"Layers\":{}}]",
                "[{\"Config\":\"c.json\",\"Layers\":[\"l.tar\"]}]"
            })
    void refusesDamagedDockerArchives(String document) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("manifest.json", document);
        files.put("c.json", "{\"rootfs\":{\"diff_ids\":[]}}");
        assertFalse(loadFailure(files).isEmpty());
    }

    @Test
    void refusesALayerThatDoesNotMatchTheConfiguration() throws IOException {
        JsonObject config =
                new JsonObject().put("rootfs", new JsonObject().put("diff_ids", List.of("sha256:" + "0".repeat(64))));
        Map<String, String> files = new LinkedHashMap<>();
        files.put("manifest.json", "[{\"Config\":\"c.json\",\"Layers\":[\"l.tar\"]}]");
        files.put("c.json", Json.compact(config));
        files.put("l.tar", "x".repeat(1024));
        assertTrue(loadFailure(files).contains("Digest did not match"));
    }

    @Test
    void refusesWhatIsNoImageAtAll() throws IOException {
        Path file = Files.writeString(temp.resolve("text"), "just some text ".repeat(100));
        JpodException e = assertThrows(JpodException.class, () -> images.load(file, fixture.messages::add));
        assertTrue(e.getMessage().startsWith("payload does not match any of the supported image formats:"));
        assertEquals(
                "stat /nonexistent: no such file or directory",
                assertThrows(JpodException.class, () -> images.load(Path.of("/nonexistent"), fixture.messages::add))
                        .getMessage());
    }

    @Test
    void importsATarWithChanges() throws IOException {
        Path tar = Files.write(temp.resolve("root.tar"), SampleLayout.tar(Map.of("etc/x", "1")));
        String imported = images.importTar(
                tar,
                "made:1",
                List.of("CMD [\"a\", \"b\"]", "ENV A=1", "LABEL=x=y", "EXPOSE 80", "STOPSIGNAL SIGINT", "VOLUME /v /w"),
                Map.of("message", "hello", "arch", "arm64"),
                fixture.messages::add);
        Images.Image image = images.get("made:1");
        assertEquals(imported, image.config().id());
        assertEquals(List.of("a", "b"), image.config().command());
        assertEquals(List.of("A=1"), image.config().env());
        assertEquals(Map.of("x", "y"), image.config().labels());
        assertEquals(List.of("80/tcp"), image.config().exposedPorts());
        assertEquals(List.of("/v", "/w"), image.config().volumes());
        assertEquals("2", image.config().stopSignal());
        assertEquals("arm64", image.config().architecture());
        assertTrue(new String(images.rawConfig(imported), StandardCharsets.UTF_8).contains("\"comment\":\"hello\""));
        assertEquals(
                imported,
                images.importTar(
                        tar,
                        "",
                        List.of(
                                "CMD [\"a\", \"b\"]",
                                "ENV A=1",
                                "LABEL=x=y",
                                "EXPOSE 80",
                                "STOPSIGNAL SIGINT",
                                "VOLUME /v /w"),
                        Map.of("message", "hello", "arch", "arm64"),
                        fixture.messages::add));
        assertWorkIsGone(fixture);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CMD", "RUN x", "LABEL x", "EXPOSE 0", "EXPOSE http", "STOPSIGNAL zz", "USER "})
    void refusesChangesInPodmansWords(String change) throws IOException {
        Path tar = Files.write(temp.resolve("root.tar"), SampleLayout.tar(Map.of("etc/x", "1")));
        JpodException e = assertThrows(
                JpodException.class, () -> images.importTar(tar, "", List.of(change), Map.of(), fixture.messages::add));
        assertEquals(ErrorCode.USAGE, e.code());
        assertTrue(e.getMessage().startsWith("invalid change \"" + change + "\" - "), e.getMessage());
    }
}
