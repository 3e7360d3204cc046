package io.jpod.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.Manifests;
import io.jpod.engine.PullOptions;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.manifest.Sha256;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestListsTest {
    private static final PullOptions INSECURE =
            PullOptions.builder().tlsVerify(false).retries(0).build();

    @TempDir
    Path temp;

    private ImageFixture fixture;
    private FakeRegistry registry;
    private Manifests lists;
    private ImageManifest arm;
    private ImageManifest own;

    @BeforeEach
    void open() throws IOException {
        fixture = new ImageFixture(temp);
        registry = new FakeRegistry();
        lists = fixture.images.manifests();
        SampleLayout remote = new SampleLayout(temp.resolve("arm")).layer("a", "1");
        arm = remote.image("", "sh", "linux", "arm64");
        registry.serve("team/box", "arm", arm.bytes(), arm.mediaType());
        for (Descriptor blob : List.of(arm.layers().get(0), arm.config())) {
            registry.blobs.put(blob.digest().toString(), Files.readAllBytes(remote.blobFile(blob)));
        }
        SampleLayout local = new SampleLayout(temp.resolve("own")).layer("b", "2");
        own = local.image("", "sh");
        fixture.images.pull("oci:" + local.directory(), INSECURE, fixture.messages::add);
        fixture.images.tag(own.config().digest().hex(), List.of("localhost/own:1"));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private String made() {
        String id = lists.create("multi", List.of("own:1"), false, false, Map.of("made", "here"), INSECURE);
        lists.add(
                "multi",
                List.of("docker://" + registry.host() + "/team/box:arm"),
                false,
                new Manifests.Changes(new JsonObject().put("variant", "v8"), Map.of()),
                INSECURE);
        return id;
    }

    @Test
    void bringsStoredAndRemoteImagesTogether() {
        String id = made();
        assertTrue(lists.exists("localhost/multi:latest"));
        JsonObject index = lists.inspect("multi", INSECURE);
        assertEquals(MediaTypes.OCI_INDEX, index.getString("mediaType", ""));
        assertEquals("here", index.getStringMap("annotations").get("made"));
        List<JsonObject> entries = index.getObjects("manifests");
        assertEquals(own.digest().toString(), entries.get(0).getString("digest", ""));
        assertEquals("arm64", entries.get(1).getObject("platform").getString("architecture", ""));
        assertEquals("v8", entries.get(1).getObject("platform").getString("variant", ""));
        assertEquals(id, lists.remove("multi", arm.digest().toString()));
        assertEquals(1, lists.inspect("multi", INSECURE).getObjects("manifests").size());
        JpodException image = assertThrows(JpodException.class, () -> lists.delete("own:1"));
        assertEquals("own:1: image is not a manifest list", image.getMessage());
        assertEquals(List.of(id), lists.delete("multi").deleted());
        assertFalse(lists.exists("multi"));
    }

    @Test
    void pushesImagesAndIndex() {
        made();
        registry.mounts = true;
        registry.replyTo("/v2/all/box/blobs/sha256", FakeRegistry.Reply.status(404, ""));
        String digest = lists.push("multi", registry.host() + "/all/box:1", true, INSECURE, fixture.messages::add);
        byte[] index = registry.manifests.get("all/box 1");
        assertEquals(digest, Sha256.of(index).toString());
        assertTrue(registry.manifests.containsKey("all/box " + own.digest()));
        assertTrue(registry.manifests.containsKey("all/box " + arm.digest()));
        assertTrue(registry.blobs.containsKey(own.layers().get(0).digest().toString()));
        fixture.images.pull(
                registry.host() + "/all/box:1",
                INSECURE.toBuilder().platform("linux/arm64").build(),
                fixture.messages::add);
    }

    @Test
    void pushesTheListAloneWhenItsImagesAreNotToBeSent() {
        made();
        registry.seen.clear();
        lists.push("multi", registry.host() + "/one/box:1", false, INSECURE, fixture.messages::add);
        List<JsonObject> entries =
                Json.parseObject(registry.manifests.get("one/box 1")).getObjects("manifests");
        assertEquals(
                List.of(own.digest().toString(), arm.digest().toString()),
                List.of(entries.get(0).getString("digest", ""), entries.get(1).getString("digest", "")));
        assertEquals(
                List.of("GET", "PUT"),
                registry.seen.stream().map(FakeRegistry.Seen::method).toList());
    }

    @Test
    void inspectsWhatAShortNameMeansToTheConfiguration() {
        made();
        lists.push("multi", registry.host() + "/short:1", true, INSECURE, fixture.messages::add);
        fixture.registries = new JsonObject()
                .put("unqualified-search-registries", List.of("127.0.0.1:1", registry.host()))
                .put(
                        "registry",
                        List.of(new JsonObject()
                                .put("location", registry.host())
                                .put("insecure", true)));
        assertEquals(
                2,
                fixture.images
                        .manifests()
                        .inspect("short:1", PullOptions.builder().build())
                        .getObjects("manifests")
                        .size());
        JsonObject none = new JsonObject();
        fixture.registries = none;
        assertEquals(
                ErrorCode.USAGE,
                assertThrows(
                                JpodException.class,
                                () -> fixture.images.manifests().inspect("short:1", INSECURE))
                        .code());
    }

    @Test
    void readsFromTheRegistryItselfWhatAMirrorDoesNotHave() {
        try (FakeRegistry mirror = new FakeRegistry()) {
            fixture.registries = new JsonObject()
                    .put(
                            "registry",
                            List.of(new JsonObject()
                                    .put("location", registry.host())
                                    .put("insecure", true)
                                    .put(
                                            "mirror",
                                            List.of(new JsonObject()
                                                    .put("location", mirror.host())
                                                    .put("insecure", true)))));
            PullOptions plain = PullOptions.builder().retries(0).build();
            Manifests all = fixture.images.manifests();
            all.create(
                    "mirrored", List.of("docker://" + registry.host() + "/team/box:arm"), true, false, Map.of(), plain);
            assertFalse(mirror.seen.isEmpty());
            assertEquals(
                    arm.digest().toString(),
                    all.inspect("mirrored", plain)
                            .getObjects("manifests")
                            .get(0)
                            .getString("digest", ""));
            all.push("mirrored", registry.host() + "/again/box:1", true, plain, fixture.messages::add);
            assertTrue(registry.manifests.containsKey("again/box 1"));
        }
    }

    @Test
    void refusesImagesAndBadDigestsWhereAListOrADigestIsMeant() {
        made();
        assertFalse(lists.exists("nosuch"));
        assertEquals(
                "localhost/own:1: image is not a manifest list",
                assertThrows(JpodException.class, () -> lists.exists("own:1")).getMessage());
        Manifests.Changes none = new Manifests.Changes(new JsonObject(), Map.of());
        assertEquals(
                "invalid image digest \"sha256:abc\"",
                assertThrows(JpodException.class, () -> lists.annotate("multi", "sha256:abc", none, INSECURE))
                        .getMessage());
        assertEquals(
                "invalid image digest \"foo\"",
                assertThrows(JpodException.class, () -> lists.remove("multi", "foo"))
                        .getMessage());
    }

    private List<JsonObject> pushed(String name, PullOptions options) {
        lists.push("multi", registry.host() + "/" + name + ":1", true, options, fixture.messages::add);
        return Json.parseObject(registry.manifests.get(name + " 1")).getObjects("manifests");
    }

    private String layerType(String name, JsonObject entry) {
        byte[] manifest = registry.manifests.get(name + " " + entry.getString("digest", ""));
        return Json.parseObject(manifest).getObjects("layers").get(0).getString("mediaType", "");
    }

    @Test
    void copiesInAnotherCompressionStandBehindTheImagesThemselves() {
        made();
        PullOptions both =
                INSECURE.toBuilder().addCompression(List.of("gzip", "zstd")).build();
        List<JsonObject> entries = pushed("both/box", both);
        assertEquals(4, entries.size());
        assertEquals(own.digest().toString(), entries.get(0).getString("digest", ""));
        assertEquals(arm.digest().toString(), entries.get(1).getString("digest", ""));
        for (int i = 2; i < 4; i++) {
            assertEquals(MediaTypes.OCI_LAYER + "+zstd", layerType("both/box", entries.get(i)));
            assertEquals(
                    Map.of("io.github.containers.compression.zstd", "true"),
                    entries.get(i).getStringMap("annotations"));
            assertEquals(
                    Json.compact(entries.get(i - 2).getObject("platform")),
                    Json.compact(entries.get(i).getObject("platform")));
        }
        assertTrue(fixture.messages.contains("Copying 4 images generated from 2 images in list"));
        assertTrue(fixture.messages.contains("Replicating image " + arm.digest() + " (4/4)"));
        // A list that has both needs no more copies.
        lists.create("again", List.of("docker://" + registry.host() + "/both/box:1"), true, false, Map.of(), INSECURE);
        lists.push("again", registry.host() + "/again/box:1", true, both, fixture.messages::add);
        assertEquals(
                4,
                Json.parseObject(registry.manifests.get("again/box 1"))
                        .getObjects("manifests")
                        .size());
    }

    @Test
    void allImagesAreCompressedAnewWhenAskedTo() {
        made();
        PullOptions zstd = INSECURE.toBuilder().compressionFormat("zstd").build();
        for (JsonObject entry : pushed("zstd/box", zstd)) {
            assertEquals(MediaTypes.OCI_LAYER + "+zstd", layerType("zstd/box", entry));
        }
        PullOptions more = zstd.toBuilder().addCompression(List.of("gzip")).build();
        List<JsonObject> entries = pushed("more/box", more);
        assertEquals(4, entries.size());
        assertEquals(MediaTypes.OCI_LAYER + "+gzip", layerType("more/box", entries.get(0)));
        assertEquals(MediaTypes.OCI_LAYER + "+zstd", layerType("more/box", entries.get(2)));
        fixture.images.pull(
                registry.host() + "/more/box:1",
                INSECURE.toBuilder().platform("linux/arm64").build(),
                fixture.messages::add);
    }

    @Test
    void compressionsComeFromTheConfigurationToo() {
        made();
        JsonObject engine = new JsonObject().put("add_compression", List.of("zstd"));
        fixture.context.settings().put("engine", engine);
        assertEquals(4, pushed("added/box", INSECURE).size());
        engine.put("add_compression", null).put("compression_format", "zstd").put("compression_level", 9);
        List<JsonObject> entries = pushed("configured/box", INSECURE);
        assertEquals(2, entries.size());
        assertEquals(MediaTypes.OCI_LAYER + "+zstd", layerType("configured/box", entries.get(1)));
    }

    @Test
    void aDamagedLayerIsNotCompressedAnew() {
        made();
        String layer = arm.layers().get(0).digest().toString();
        registry.blobs.put(layer, SampleLayout.gzip(new byte[1024]));
        JpodException e = assertThrows(
                JpodException.class,
                () -> pushed(
                        "bad/box",
                        INSECURE.toBuilder().compressionFormat("zstd").build()));
        assertTrue(Retries.joined(e).contains("Digest did not match"), Retries.joined(e));
        assertFalse(registry.manifests.containsKey("bad/box 1"));
    }

    @Test
    void refusesCompressionsThatCannotBeHad() {
        made();
        PullOptions zstd = INSECURE.toBuilder().addCompression(List.of("zstd")).build();
        String target = registry.host() + "/x/y:1";
        for (PullOptions wrong : List.of(
                zstd.toBuilder().format("v2s2").build(),
                INSECURE.toBuilder().addCompression(List.of("zstd:chunked")).build(),
                INSECURE.toBuilder().format("v2s2").compressionFormat("zstd").build())) {
            assertThrows(JpodException.class, () -> lists.push("multi", target, true, wrong, fixture.messages::add));
        }
        assertThrows(JpodException.class, () -> lists.push("multi", target, false, zstd, fixture.messages::add));
        assertEquals(
                List.of(),
                List.copyOf(registry.seen.stream()
                        .filter(seen -> seen.path().contains("/x/y/"))
                        .toList()));
    }

    @Test
    void takesAllEntriesOfAListAndAnnotatesThem() {
        JsonObject index = new JsonObject()
                .put("schemaVersion", 2L)
                .put("mediaType", MediaTypes.OCI_INDEX)
                .put(
                        "manifests",
                        List.of(Descriptor.of(arm.mediaType(), arm.digest(), arm.bytes().length)
                                .toJson()
                                .put(
                                        "platform",
                                        new JsonObject().put("os", "linux").put("architecture", "arm64"))));
        registry.serve("team/box", "all", Json.compact(index).getBytes(StandardCharsets.UTF_8), MediaTypes.OCI_INDEX);
        lists.create(
                "multi", List.of("docker://" + registry.host() + "/team/box:all"), true, false, Map.of(), INSECURE);
        Manifests.Changes changes = new Manifests.Changes(new JsonObject().put("os.version", "7"), Map.of("a", "b"));
        lists.annotate("multi", arm.digest().toString(), changes, INSECURE);
        lists.annotateIndex("multi", Map.of("c", "d"), "own:1", INSECURE);
        JsonObject result = lists.inspect("multi", INSECURE);
        JsonObject entry = result.getObjects("manifests").get(0);
        assertEquals("7", entry.getObject("platform").getString("os.version", ""));
        assertEquals(Map.of("a", "b"), entry.getStringMap("annotations"));
        assertEquals(own.digest().toString(), result.getObject("subject").getString("digest", ""));
        assertEquals(Map.of("c", "d"), result.getStringMap("annotations"));
    }

    @Test
    void refusesWhatIsNotThereOrThereAlready() {
        made();
        assertThrows(JpodException.class, () -> lists.create("multi", List.of(), false, false, Map.of(), INSECURE));
        lists.create("multi", List.of(), false, true, Map.of(), INSECURE);
        assertEquals(2, lists.inspect("multi", INSECURE).getObjects("manifests").size());
        assertThrows(JpodException.class, () -> lists.create("own:1", List.of(), false, false, Map.of(), INSECURE));
        assertThrows(JpodException.class, () -> lists.remove("multi", "sha256:" + "0".repeat(64)));
        assertThrows(
                JpodException.class,
                () -> lists.push(
                        "multi", "docker-archive:" + temp.resolve("d"), true, INSECURE, fixture.messages::add));
        fixture.images.remove(own.config().digest().hex(), true, true, Map.of());
        JpodException gone = assertThrows(
                JpodException.class,
                () -> lists.push("multi", registry.host() + "/x/y:1", true, INSECURE, fixture.messages::add));
        assertTrue(gone.getMessage().contains("is gone"), gone.getMessage());
    }
}
