package io.jpod.engine.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.engine.PullOptions;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.support.posix.Posix;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broken and repeated transfers: nothing is sent twice. */
class ResumedPullTest {
    private static final PullOptions ONCE = PullOptions.builder()
            .tlsVerify(false)
            .retries(0)
            .retryDelaySeconds(0)
            .build();

    @TempDir
    Path temp;

    private ImageFixture fixture;
    private FakeRegistry registry;
    private ImageManifest manifest;
    private String layer;

    @BeforeEach
    void open() throws IOException {
        fixture = new ImageFixture(temp);
        registry = new FakeRegistry();
        SampleLayout layout =
                new SampleLayout(temp.resolve("layout")).layer("a", "1").layer("b", "2");
        manifest = layout.image("", "sh");
        registry.serve("team/box", "1", manifest.bytes(), manifest.mediaType());
        for (Descriptor blob : manifest.layers()) {
            registry.blobs.put(blob.digest().toString(), Files.readAllBytes(layout.blobFile(blob)));
        }
        registry.blobs.put(
                manifest.config().digest().toString(), Files.readAllBytes(layout.blobFile(manifest.config())));
        layer = manifest.layers().get(0).digest().toString();
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private void pull() {
        fixture.images.pull(registry.host() + "/team/box:1", ONCE, fixture.messages::add);
    }

    private Path partial() {
        return fixture.context.root().resolve("blobs/partial");
    }

    private Path beginning() {
        return partial().resolve(layer.substring("sha256:".length()));
    }

    private void cutAfter(int bytes) {
        registry.replyTo(layer, new FakeRegistry.Reply(200, "", registry.blobs.get(layer), bytes));
        assertThrows(JpodException.class, this::pull);
        registry.seen.clear();
    }

    private List<String> ranges() {
        return registry.seen.stream()
                .filter(seen -> seen.path().endsWith(layer))
                .map(FakeRegistry.Seen::range)
                .toList();
    }

    private void assertNothingPartial() {
        String[] left = new File(partial().toString()).list();
        assertEquals(0, left == null ? 0 : left.length);
    }

    @Test
    void aLaterPullGoesOnWhereTheLineBroke() throws IOException {
        cutAfter(20);
        assertEquals(20, Files.size(beginning()));
        fixture = new ImageFixture(temp);
        pull();
        assertEquals(List.of("bytes=20-"), ranges());
        assertArrayEquals(
                registry.blobs.get(layer),
                Files.readAllBytes(
                        fixture.context.root().resolve("blobs/sha256").resolve(layer.substring(7))));
        assertNothingPartial();
    }

    @Test
    void aRegistryWithoutRangesSendsAllOfIt() {
        cutAfter(20);
        registry.ranges = false;
        pull();
        assertEquals(List.of("bytes=20-"), ranges());
        assertNothingPartial();
    }

    @Test
    void aDamagedBeginningIsFetchedAgain() throws IOException {
        cutAfter(20);
        Files.write(beginning(), new byte[20]);
        pull();
        assertEquals(List.of("bytes=20-", ""), ranges());
        assertNothingPartial();
    }

    @Test
    void aBeginningThatIsTooLongIsFetchedAgain() throws IOException {
        cutAfter(20);
        Files.write(beginning(), new byte[1_000_000]);
        pull();
        assertEquals(List.of(""), ranges());
    }

    @Test
    void aWrongDigestLeavesNoBeginning() {
        byte[] wrong = registry.blobs.get(layer).clone();
        wrong[3] ^= 1;
        registry.replyTo(layer, new FakeRegistry.Reply(200, "", wrong, -1));
        assertThrows(JpodException.class, this::pull);
        assertFalse(Files.exists(beginning()));
    }

    @Test
    void oldBeginningsAreSweptAndYoungOnesStay() throws IOException {
        cutAfter(20);
        Path old = Files.write(partial().resolve("e".repeat(64)), new byte[10]);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        registry.replyTo("/manifests/", FakeRegistry.Reply.status(404, ""));
        assertThrows(JpodException.class, this::pull);
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(beginning()));
        fixture.images.dropUnfinished();
        assertNothingPartial();
    }

    @Test
    void aBlobThatAnotherProcessFetchesIsWaitedFor() throws Exception {
        Files.createDirectories(partial());
        Posix posix = fixture.context.posix();
        int other = posix.open(Posix.AT_FDCWD, beginning() + ".lock", Posix.O_RDWR | Posix.O_CREAT, 0600);
        posix.flock(other, Posix.LOCK_EX);
        CompletableFuture<Void> pulled = CompletableFuture.runAsync(this::pull);
        String second = manifest.layers().get(1).digest().toString();
        Instant deadline = Instant.now().plusSeconds(20);
        while (registry.seen.stream().noneMatch(seen -> seen.path().endsWith(second))) {
            assertTrue(Instant.now().isBefore(deadline));
            Thread.onSpinWait();
        }
        Files.createDirectories(fixture.context.root().resolve("blobs/sha256"));
        Files.write(
                fixture.context.root().resolve("blobs/sha256").resolve(layer.substring(7)), registry.blobs.get(layer));
        posix.close(other);
        pulled.get();
        assertEquals(List.of(), ranges());
    }

    @Test
    void pullsAtOnceDownloadEachLayerOnce() throws Exception {
        ImageFixture other = new ImageFixture(temp, fixture);
        CompletableFuture<Void> first = CompletableFuture.runAsync(this::pull);
        CompletableFuture<Void> second = CompletableFuture.runAsync(
                () -> other.images.pull(registry.host() + "/team/box:1", ONCE, other.messages::add));
        first.get();
        second.get();
        assertEquals(1, ranges().size());
    }

    /** What a push of the pulled image to another repository sends. */
    private List<String> requestsOfACopy() {
        registry.seen.clear();
        fixture.images.push(
                registry.host() + "/team/box:1", registry.host() + "/copy/box:2", ONCE, fixture.messages::add);
        return registry.seen.stream()
                .map(seen -> seen.method() + " "
                        + seen.path().replaceAll("mount=[^&]*", "mount").replaceAll("sha256:.*|token.*", "X"))
                .sorted()
                .toList();
    }

    @Test
    void blobsOfAnotherRepositoryAreMountedWithOneRequestEach() {
        pull();
        registry.mounts = true;
        String mount = "POST /v2/copy/box/blobs/uploads/?mount&from=team%2Fbox";
        assertEquals(List.of("GET /v2/", mount, mount, mount, "PUT /v2/copy/box/manifests/2"), requestsOfACopy());
    }

    @Test
    void oneTokenIsEnoughForMounting() {
        registry.auth = FakeRegistry.Auth.BEARER;
        PullOptions joe = ONCE.toBuilder().credentials("joe:secret").build();
        fixture.images.pull(registry.host() + "/team/box:1", joe, fixture.messages::add);
        registry.mounts = true;
        registry.seen.clear();
        fixture.images.push(
                registry.host() + "/team/box:1", registry.host() + "/copy/box:2", joe, fixture.messages::add);
        assertEquals(
                1,
                registry.seen.stream()
                        .filter(seen -> seen.path().startsWith("/token"))
                        .count());
        assertTrue(registry.manifests.containsKey("copy/box 2"));
    }

    @Test
    void anUploadThatWasBegunForNothingIsEnded() {
        pull();
        // This registry mounts nothing, but has all blobs already.
        assertEquals(
                List.of(
                        "DELETE /v2/copy/box/blobs/uploads/u1?_state=x",
                        "DELETE /v2/copy/box/blobs/uploads/u2?_state=x",
                        "DELETE /v2/copy/box/blobs/uploads/u3?_state=x",
                        "GET /v2/"),
                requestsOfACopy().subList(0, 4));
        assertTrue(registry.manifests.containsKey("copy/box 2"));
    }

    @Test
    void aBlobThatCannotBeMountedIsSentInTheUploadThatWasBegun() {
        pull();
        for (Descriptor blob : manifest.layers()) {
            registry.replyTo("/v2/copy/box/blobs/" + blob.digest(), FakeRegistry.Reply.status(404, ""));
        }
        List<String> requests = requestsOfACopy();
        assertEquals(3, requests.stream().filter(one -> one.startsWith("POST")).count());
        assertEquals(
                2,
                requests.stream()
                        .filter(one -> one.startsWith("PUT /v2/copy/box/blobs/uploads/u"))
                        .count());
        assertTrue(registry.manifests.containsKey("copy/box 2"));
    }

    @Test
    void waitsAsLongAsTheRegistryAsks() {
        registry.replyTo("/manifests/", new FakeRegistry.Reply(429, "Retry-After: 1\r\n", new byte[0], -1));
        fixture.images.pull(
                registry.host() + "/team/box:1", ONCE.toBuilder().retries(1).build(), fixture.messages::add);
        assertTrue(fixture.warnings.get(0).startsWith("Failed, retrying in 1s ... (1/1)"), fixture.warnings.get(0));
    }

    @Test
    void saysWhatToDoAboutARefusal() {
        registry.auth = FakeRegistry.Auth.BASIC;
        JpodException e = assertThrows(JpodException.class, this::pull);
        assertEquals("log in with: jpod login " + registry.host(), e.remedy().orElse(""));
    }
}
