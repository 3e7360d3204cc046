package io.jpod.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import io.jpod.engine.Registries;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.manifest.Sha256;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryPullTest {
    private static final PullOptions INSECURE =
            PullOptions.builder().tlsVerify(false).retryDelaySeconds(0).build();

    @TempDir
    Path temp;

    private ImageFixture fixture;
    private FakeRegistry registry;
    private ImageManifest manifest;

    @BeforeEach
    void open() throws IOException {
        fixture = new ImageFixture(temp);
        registry = new FakeRegistry();
        SampleLayout layout =
                new SampleLayout(temp.resolve("layout")).layer("a", "1").layer("b", "2");
        manifest = layout.image("", "sh");
        publish(registry, layout, "team/box", "1");
    }

    private void publish(FakeRegistry to, SampleLayout layout, String repository, String tag) throws IOException {
        to.serve(repository, tag, manifest.bytes(), manifest.mediaType());
        for (Descriptor layer : manifest.layers()) {
            to.blobs.put(layer.digest().toString(), Files.readAllBytes(layout.blobFile(layer)));
        }
        Descriptor config = manifest.config();
        to.blobs.put(config.digest().toString(), Files.readAllBytes(layout.blobFile(config)));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Images.Image pull(PullOptions options) {
        return fixture.images
                .pull(registry.host() + "/team/box:1", options, fixture.messages::add)
                .get(0);
    }

    private JpodException failure(PullOptions options) {
        JpodException e = assertThrows(JpodException.class, () -> pull(options));
        for (String directory : List.of("blobs/sha256", "images", "image-names", "image-work")) {
            String[] left = new File(fixture.context.root().resolve(directory).toString()).list();
            assertEquals(0, left == null ? 0 : left.length, directory);
        }
        assertEquals(Map.of(), fixture.layers.layers);
        return e;
    }

    private String failureText(PullOptions options) {
        return Retries.joined(failure(options));
    }

    @Test
    void pullsByTag() {
        Images.Image image = pull(INSECURE);
        assertEquals(manifest.config().digest().hex(), image.config().id());
        assertEquals(List.of(registry.host() + "/team/box:1"), image.names());
        assertEquals(List.of(registry.host() + "/team/box@" + manifest.digest()), image.digests());
        assertEquals("Trying to pull " + registry.host() + "/team/box:1...", fixture.messages.get(0));
    }

    @Test
    void pullsByDigestAndKeepsItAsAName() {
        String reference = registry.host() + "/team/box@" + manifest.digest();
        Images.Image image =
                fixture.images.pull(reference, INSECURE, fixture.messages::add).get(0);
        assertEquals(List.of(), image.names());
        assertEquals(List.of(reference), image.digests());
        assertTrue(fixture.images.exists(reference));
        assertEquals(
                List.of(image.config().id()),
                fixture.images.remove(reference, false, true, Map.of()).deleted());
    }

    @Test
    void usesHttpOnlyWhenAllowed() {
        String text = failureText(PullOptions.builder().build());
        assertTrue(text.endsWith("http: server gave HTTP response to HTTPS client"), text);
        assertTrue(registry.seen.isEmpty());

        fixture.registries = new JsonObject()
                .put(
                        "registry",
                        List.of(new JsonObject()
                                .put("location", registry.host())
                                .put("insecure", true)));
        assertEquals(
                manifest.config().digest().hex(),
                pull(PullOptions.builder().build()).config().id());
    }

    @Test
    void getsATokenWithTheUsersCredentials() {
        registry.auth = FakeRegistry.Auth.BEARER;
        pull(INSECURE.toBuilder().credentials("joe:secret").build());
        long tokens = registry.seen.stream()
                .filter(seen -> seen.path().startsWith("/token"))
                .count();
        assertEquals(1, tokens);
        assertTrue(
                registry.seen.stream().anyMatch(seen -> seen.path().contains("scope=repository%3Ateam%2Fbox%3Apull")));
    }

    @Test
    void reportsWrongCredentialsInPodmansWords() {
        registry.auth = FakeRegistry.Auth.BEARER;
        String text = failureText(INSECURE.toBuilder().credentials("joe:bad").build());
        assertTrue(text.contains("unable to retrieve auth token: invalid username/password"), text);
        assertFalse(text.contains("bad"), text);
        registry.auth = FakeRegistry.Auth.BASIC;
        text = failureText(INSECURE);
        assertEquals(
                "initializing source docker://" + registry.host() + "/team/box:1: reading manifest 1 in "
                        + registry.host() + "/team/box: unauthorized: authentication required",
                text);
    }

    @Test
    void readsCredentialsFromTheAuthFile() throws IOException {
        registry.auth = FakeRegistry.Auth.BASIC;
        Path file = temp.resolve("auth.json");
        Files.writeString(file, "{\"auths\":{\"" + registry.host() + "\":{\"auth\":\"am9lOnNlY3JldA==\"}}}");
        pull(INSECURE.toBuilder().authFile(file.toString()).build());
    }

    @Test
    void leaksNoCredentialsAlongARedirect() {
        try (FakeRegistry cdn = new FakeRegistry()) {
            registry.auth = FakeRegistry.Auth.BASIC;
            cdn.blobs.putAll(registry.blobs);
            registry.blobHost = cdn.host();
            pull(INSECURE.toBuilder().credentials("joe:secret").build());
            assertEquals(3, cdn.seen.size());
            for (FakeRegistry.Seen seen : cdn.seen) {
                assertEquals("", seen.authorization());
            }
        }
    }

    @Test
    void stopsAfterTenRedirects() {
        for (int i = 0; i < 30; i++) {
            registry.replyTo(
                    "/manifests/",
                    new FakeRegistry.Reply(302, "Location: /v2/team/box/manifests/1\r\n", new byte[0], -1));
        }
        assertTrue(failureText(INSECURE).endsWith("stopped after 10 redirects"));
    }

    @Test
    void retriesWhatMayPass() {
        registry.replyTo("/manifests/", FakeRegistry.Reply.status(503, ""), FakeRegistry.Reply.status(429, ""));
        pull(INSECURE);
        assertEquals(2, fixture.warnings.size());
        assertTrue(fixture.warnings.get(0).startsWith("Failed, retrying in 0s ... (1/3). Error: "));
    }

    @Test
    void givesUpAfterTheRetries() {
        for (int i = 0; i < 10; i++) {
            registry.replyTo("/manifests/", FakeRegistry.Reply.status(500, "oops"));
        }
        String text = failureText(INSECURE.toBuilder().retries(2).build());
        assertTrue(text.endsWith("received unexpected HTTP status: 500"), text);
        assertEquals(2, fixture.warnings.size());
    }

    @Test
    void doesNotRetryWhatCannotPass() {
        registry.replyTo("/manifests/", FakeRegistry.Reply.status(403, ""));
        assertTrue(failureText(INSECURE).endsWith("denied: requested access to the resource is denied"));
        assertEquals(List.of(), fixture.warnings);
    }

    @Test
    void tellsAnUnknownManifestAsPodmanDoes() {
        registry.manifests.clear();
        JpodException e = failure(INSECURE);
        assertEquals(ErrorCode.NOT_FOUND, e.code());
        assertTrue(Retries.joined(e).endsWith("manifest unknown: manifest unknown"));
    }

    @Test
    void readsABlobAgainWhenTheConnectionWasCut() {
        String layer = manifest.layers().get(0).digest().toString();
        registry.replyTo(layer, new FakeRegistry.Reply(200, "", registry.blobs.get(layer), 20));
        pull(INSECURE);
        assertTrue(fixture.warnings.get(0).contains("unexpected EOF"), fixture.warnings.get(0));
    }

    @Test
    void refusesABlobWithAnotherDigest() {
        String layer = manifest.layers().get(1).digest().toString();
        byte[] content = registry.blobs.get(layer).clone();
        content[5] ^= 1;
        registry.blobs.put(layer, content);
        assertTrue(failureText(INSECURE).contains("Digest did not match, expected " + layer));
    }

    @Test
    void refusesABlobThatDoesNotEnd() {
        String layer = manifest.layers().get(1).digest().toString();
        registry.blobs.put(layer, new byte[5_000_000]);
        assertTrue(failureText(INSECURE).contains("it is longer than the"));
    }

    @Test
    void refusesAManifestWithAnotherDigest() {
        String digest = manifest.digest().toString();
        byte[] other = new String(manifest.bytes(), StandardCharsets.UTF_8)
                .replace("\"schemaVersion\":2", "\"schemaVersion\": 2")
                .getBytes(StandardCharsets.UTF_8);
        registry.manifests.put("team/box " + digest, other);
        registry.types.put(Sha256.of(other).toString(), manifest.mediaType());
        JpodException e = assertThrows(
                JpodException.class,
                () -> fixture.images.pull(registry.host() + "/team/box@" + digest, INSECURE, fixture.messages::add));
        assertTrue(Retries.joined(e).contains("Digest did not match"), Retries.joined(e));
    }

    @Test
    void refusesAnEndlessManifest() {
        registry.serve("team/box", "1", new byte[5 << 20], MediaTypes.OCI_MANIFEST);
        assertTrue(failureText(INSECURE).contains("manifest is larger than"));
    }

    @Test
    void choosesThePlatformOfAnIndex() throws IOException {
        SampleLayout arm = new SampleLayout(temp.resolve("arm")).layer("a", "1");
        ImageManifest amd = manifest;
        manifest = arm.image("", "sh", "linux", "arm64");
        publish(registry, arm, "team/box", "arm");
        JsonObject index = new JsonObject()
                .put("schemaVersion", 2L)
                .put("mediaType", MediaTypes.OCI_INDEX)
                .put("manifests", List.of(entry(amd, "amd64"), entry(manifest, "arm64")));
        byte[] document = Json.compact(index).getBytes(StandardCharsets.UTF_8);
        registry.serve("team/box", "1", document, MediaTypes.OCI_INDEX);

        Images.Image image = pull(INSECURE);
        assertEquals(amd.config().digest().hex(), image.config().id());
        assertEquals(2, image.digests().size());
        Images.Image other = pull(INSECURE.toBuilder().platform("linux/arm64").build());
        assertEquals(manifest.config().digest().hex(), other.config().id());
        JpodException e = assertThrows(
                JpodException.class,
                () -> pull(INSECURE.toBuilder().platform("linux/s390x").build()));
        assertEquals("no image found in manifest list for architecture s390x, variant \"\", OS linux", e.getMessage());
    }

    private static JsonObject entry(ImageManifest image, String architecture) {
        return Descriptor.of(image.mediaType(), image.digest(), image.bytes().length)
                .toJson()
                .put("platform", new JsonObject().put("os", "linux").put("architecture", architecture));
    }

    @Test
    void pullsAllTags() {
        registry.serve("team/box", "2", manifest.bytes(), manifest.mediaType());
        List<Images.Image> images = fixture.images.pull(
                registry.host() + "/team/box",
                INSECURE.toBuilder().allTags(true).build(),
                fixture.messages::add);
        assertEquals(2, images.size());
        assertEquals(2, fixture.images.list().get(0).names().size());
    }

    @Test
    void triesMirrorsFirstAndKeepsTheLogicalName() {
        fixture.registries = new JsonObject()
                .put(
                        "registry",
                        List.of(new JsonObject()
                                .put("location", "example.test/team")
                                .put(
                                        "mirror",
                                        List.of(
                                                new JsonObject()
                                                        .put("location", registry.host() + "/nothing")
                                                        .put("insecure", true),
                                                new JsonObject()
                                                        .put("location", registry.host() + "/team")
                                                        .put("insecure", true)))));
        Images.Image image = fixture.images
                .pull("example.test/team/box:1", PullOptions.builder().build(), fixture.messages::add)
                .get(0);
        assertEquals(List.of("example.test/team/box:1"), image.names());
    }

    private void searchTheRegistry() {
        fixture.registries = new JsonObject()
                .put("unqualified-search-registries", List.of(registry.host()))
                .put(
                        "registry",
                        List.of(new JsonObject()
                                .put("location", registry.host())
                                .put("insecure", true)));
    }

    @Test
    void searchesTheRegistriesForAShortName() {
        searchTheRegistry();
        Images.Image image =
                fixture.images.obtain("team/box:1", PullOptions.builder().build(), fixture.messages::add);
        assertEquals(List.of(registry.host() + "/team/box:1"), image.names());
        fixture.messages.clear();
        fixture.images.obtain("team/box:1", PullOptions.builder().build(), fixture.messages::add);
        assertEquals(List.of(), fixture.messages);
    }

    @Test
    void listsTheTagsOfAShortNameInTheRegistriesOfTheConfiguration() {
        searchTheRegistry();
        PullOptions plain = PullOptions.builder().build();
        StoredLogins registries = new StoredLogins(fixture.context, () -> fixture.registries);
        assertEquals(
                List.of(new Registries.Tags(registry.host() + "/team/box", List.of("1"))),
                registries.tags("team/box", 10, plain));
        fixture.registries = new JsonObject();
        assertThrows(JpodException.class, () -> registries.tags("team/box", 10, plain));
    }

    @Test
    void pullsANewerImageOnlyWhenThereIsOne() throws IOException {
        pull(INSECURE);
        PullOptions newer = INSECURE.toBuilder().policy("newer").build();
        String name = registry.host() + "/team/box:1";
        fixture.messages.clear();
        fixture.images.obtain(name, newer, fixture.messages::add);
        assertEquals(List.of(), fixture.messages);

        SampleLayout next = new SampleLayout(temp.resolve("next")).layer("c", "3");
        manifest = next.image("", "new");
        publish(registry, next, "team/box", "1");
        assertEquals(
                List.of("new"),
                fixture.images
                        .obtain(name, newer, fixture.messages::add)
                        .config()
                        .command());
        registry.close();
        assertEquals(
                List.of("new"),
                fixture.images
                        .obtain(name, newer, fixture.messages::add)
                        .config()
                        .command());
    }

    @Test
    void pushesWhatWasPulledBitForBit() {
        pull(INSECURE);
        try (FakeRegistry other = new FakeRegistry()) {
            other.auth = FakeRegistry.Auth.BEARER;
            Path digestFile = temp.resolve("digest");
            String digest = fixture.images.push(
                    registry.host() + "/team/box:1",
                    "docker://" + other.host() + "/copy/box:9",
                    INSECURE.toBuilder()
                            .credentials("joe:secret")
                            .digestFile(digestFile.toString())
                            .build(),
                    fixture.messages::add);
            assertEquals(manifest.digest().toString(), digest);
            assertEquals(new String(manifest.bytes()), new String(other.manifests.get("copy/box 9")));
            assertEquals(registry.blobs.keySet(), other.blobs.keySet());
            assertTrue(Files.exists(digestFile));
        }
    }

    @Test
    void doesNotSendBlobsThatAreThere() {
        pull(INSECURE);
        registry.seen.clear();
        fixture.images.push(
                registry.host() + "/team/box:1", registry.host() + "/team/box:2", INSECURE, fixture.messages::add);
        assertTrue(registry.seen.stream().noneMatch(seen -> seen.method().equals("PATCH")));
        assertTrue(registry.manifests.containsKey("team/box 2"));
    }

    @Test
    void convertsTheManifestWhenAskedTo() {
        pull(INSECURE);
        fixture.images.push(
                registry.host() + "/team/box:1",
                registry.host() + "/team/box:docker",
                INSECURE.toBuilder().format("v2s2").build(),
                fixture.messages::add);
        String sent = new String(registry.manifests.get("team/box docker"), StandardCharsets.UTF_8);
        assertTrue(sent.contains(MediaTypes.DOCKER_MANIFEST) && !sent.contains("oci"), sent);
    }

    @Test
    void foreignLayersComeFromElsewhereAndAreNotSent() throws IOException {
        Descriptor plain = manifest.layers().get(0);
        String url = "http://" + registry.host() + "/cdn/" + plain.digest() + "?x";
        String type = "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip";
        Descriptor foreign = new Descriptor(
                type, plain.digest(), plain.size(), Optional.empty(), Map.of(), List.of("ftp://x/y", url));
        ImageManifest windows =
                manifest.withLayers(List.of(foreign, manifest.layers().get(1)));
        registry.serve("team/box", "1", windows.bytes(), windows.mediaType());
        registry.replyTo("/team/box/blobs/" + plain.digest(), FakeRegistry.Reply.status(404, ""));
        pull(INSECURE);
        registry.seen.clear();
        String digest = fixture.images.push(
                registry.host() + "/team/box:1", registry.host() + "/copy/box:1", INSECURE, fixture.messages::add);
        assertEquals(windows.digest().toString(), digest);
        assertTrue(registry.seen.stream()
                .noneMatch(seen -> seen.path().contains(plain.digest().hex())));
    }
}
