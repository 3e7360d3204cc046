package io.jpod.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import io.jpod.image.manifest.ImageManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredImagesTest {
    private static final PullOptions OPTIONS = PullOptions.builder().build();

    @TempDir
    Path temp;

    private ImageFixture fixture;
    private StoredImages images;

    @BeforeEach
    void open() {
        fixture = new ImageFixture(temp);
        images = fixture.images;
    }

    private Images.Image pull(SampleLayout layout) {
        return images.pull("oci:" + layout.directory(), OPTIONS, fixture.messages::add)
                .get(0);
    }

    private SampleLayout layout(String name) {
        return new SampleLayout(temp.resolve(name));
    }

    private List<String> files(String directory) {
        Path root = fixture.context.root().resolve(directory);
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(root)) {
            List<String> result = new ArrayList<>();
            all.filter(Files::isRegularFile)
                    .forEach(file -> result.add(root.relativize(file).toString()));
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertNothingLeft() {
        assertEquals(List.of(), files("blobs"));
        assertEquals(List.of(), files("images"));
        assertEquals(List.of(), files("image-names"));
        assertEquals(List.of(), files("image-work"));
        assertEquals(Map.of(), fixture.layers.layers);
    }

    @Test
    void pullsALayoutUnderTheNameOfItsDirectory() {
        SampleLayout layout = layout("box").layer("a", "1").layer("b", "2");
        ImageManifest manifest = layout.image("latest", "sh");

        Images.Image image = pull(layout);

        assertEquals(manifest.config().digest().hex(), image.config().id());
        assertEquals(List.of("sh"), image.config().command());
        assertEquals(manifest.digest().toString(), image.config().manifestDigest());
        assertEquals("localhost" + layout.directory() + ":latest", image.names().get(0));
        assertEquals(2, fixture.layers.layers.size());
        assertTrue(fixture.layers.exists(image.config().topLayer()));
        assertEquals(List.of(), files("image-work"));
        assertEquals(
                List.of(
                        "Getting image source signatures",
                        "Copying blob " + manifest.layers().get(0).digest(),
                        "Copying blob " + manifest.layers().get(1).digest(),
                        "Copying config " + manifest.config().digest(),
                        "Writing manifest to image destination"),
                fixture.messages);
    }

    @Test
    void keepsManifestAndConfigByteForByte() throws IOException {
        SampleLayout layout = layout("box").layer("a", "1");
        ImageManifest manifest = layout.image("", "sh");
        String id = pull(layout).config().id();
        assertEquals(Files.readString(layout.blobFile(manifest.config())), new String(images.rawConfig(id)));
        assertEquals(new String(manifest.bytes()), new String(images.rawManifest(id)));
    }

    @Test
    void countsTheSizeAsPodmanDoes() {
        SampleLayout layout = layout("box").layer("a", "1");
        ImageManifest manifest = layout.image("", "sh");
        long tar = SampleLayout.tar(Map.of("a", "1")).length;
        long expected = tar + manifest.config().size() + 2L * manifest.bytes().length;
        assertEquals(expected, pull(layout).config().size());
        assertEquals(expected, pull(layout).config().size());
    }

    @Test
    void removesEverythingWithTheLastName() {
        SampleLayout layout = layout("box").layer("a", "1").layer("b", "2");
        layout.image("", "sh");
        Images.Image image = pull(layout);
        images.tag(image.config().id(), List.of("other:v1"));

        Images.Removal first = images.remove("other:v1", false, true, Map.of());
        assertEquals(List.of("localhost/other:v1"), first.untagged());
        assertEquals(List.of(), first.deleted());

        Images.Removal second = images.remove(image.config().id().substring(0, 6), false, true, Map.of());
        assertEquals(image.names(), second.untagged());
        assertEquals(List.of(image.config().id()), second.deleted());
        assertNothingLeft();
    }

    @Test
    void remembersNamesThatWentAndThatMoved() {
        SampleLayout layout = layout("box").layer("a", "1");
        layout.image("", "one");
        String one = pull(layout).config().id();
        images.tag(one, List.of("other:v1", "third:v1"));
        images.untag(one, List.of("other:v1"));
        SampleLayout two = layout("box2").layer("a", "1");
        two.image("", "two");
        images.tag(pull(two).config().id(), List.of("third:v1"));
        Images.Image image = images.get(one);
        assertEquals(
                List.of(image.names().get(0), "localhost/third:v1", "localhost/other:v1"), images.nameHistory(image));
        images.tag(one, List.of("other:v1"));
        assertEquals(3, images.nameHistory(images.get(one)).size());
    }

    @Test
    void keepsLayersThatAnotherImageShares() {
        SampleLayout layout = layout("box").layer("a", "1");
        layout.image("", "one");
        Images.Image one = pull(layout);
        SampleLayout two = layout("box2").layer("a", "1").layer("b", "2");
        two.image("", "two");
        pull(two);
        images.remove(one.config().id(), false, true, Map.of());
        assertEquals(2, fixture.layers.layers.size());
        assertEquals(2, files("blobs").size());
        images.remove("box2", false, true, Map.of());
        assertNothingLeft();
    }

    @Test
    void refusesToRemoveByIdWithSeveralNamesUnlessForced() {
        SampleLayout layout = layout("box").layer("a", "1");
        layout.image("", "sh");
        String id = pull(layout).config().id();
        images.tag(id, List.of("b"));
        JpodException e = assertThrows(JpodException.class, () -> images.remove(id, false, true, Map.of()));
        assertEquals(ErrorCode.USAGE, e.code());
        assertTrue(e.getMessage().contains("by ID with more than one tag (["), e.getMessage());
        assertEquals(2, images.remove(id, true, true, Map.of()).untagged().size());
        assertNothingLeft();
    }

    @Test
    void refusesToRemoveWhatAContainerUses() {
        SampleLayout layout = layout("box").layer("a", "1");
        layout.image("", "sh");
        String id = pull(layout).config().id();
        JpodException e =
                assertThrows(JpodException.class, () -> images.remove(id, false, true, Map.of(id, List.of("c0ffee"))));
        assertTrue(e.getMessage().startsWith("image used by c0ffee: image is in use by a container"));
        assertTrue(images.exists(id));
    }

    @Test
    void obtainsAPresentImageWithoutTouchingIt() {
        SampleLayout layout = layout("box").layer("a", "1");
        layout.image("", "sh");
        Images.Image pulled = pull(layout);
        fixture.messages.clear();
        Images.Image image = images.obtain("box", OPTIONS, fixture.messages::add);
        assertEquals(pulled.config().id(), image.config().id());
        assertEquals(pulled.names(), image.names());
        assertEquals(List.of(), fixture.messages);
    }

    @Test
    void unpacksAgainWhatTheLayerStoreLacks() {
        SampleLayout layout = layout("box").layer("a", "1").layer("b", "2");
        layout.image("", "sh");
        Images.Image pulled = pull(layout);
        fixture.layers.layers.clear();
        images.obtain("box", OPTIONS, fixture.messages::add);
        assertTrue(fixture.layers.exists(pulled.config().topLayer()));
    }

    @Test
    void neverPullsWhenThePolicySaysSo() {
        PullOptions never = PullOptions.builder().policy("never").build();
        JpodException e = assertThrows(JpodException.class, () -> images.obtain("zzz", never, fixture.messages::add));
        assertEquals(ErrorCode.NOT_FOUND, e.code());
        assertEquals("zzz: image not known", e.getMessage());
    }

    @Test
    void leavesNothingWhenALayerHasTheWrongDigest() throws IOException {
        SampleLayout layout = layout("box").layer("a", "1").layer("b", "2");
        ImageManifest manifest = layout.image("", "sh");
        Path blob = layout.blobFile(manifest.layers().get(1));
        byte[] content = Files.readAllBytes(blob);
        content[content.length - 1] ^= 1;
        Files.write(blob, content);
        JpodException e = assertThrows(JpodException.class, () -> pull(layout));
        assertTrue(e.getMessage().contains("Digest did not match"), e.getMessage());
        assertNothingLeft();
    }

    @Test
    void leavesNothingWhenALayerIsTruncatedOrMissing() throws IOException {
        SampleLayout layout = layout("box").layer("a", "1").layer("b", "2");
        ImageManifest manifest = layout.image("", "sh");
        Path blob = layout.blobFile(manifest.layers().get(1));
        Files.write(blob, new byte[0]);
        assertEquals(
                ErrorCode.EXTERNAL,
                assertThrows(JpodException.class, () -> pull(layout)).code());
        Files.delete(blob);
        JpodException e = assertThrows(JpodException.class, () -> pull(layout));
        assertTrue(e.getMessage().endsWith("no such file or directory"), e.getMessage());
        assertNothingLeft();
    }

    @Test
    void refusesABlobThatIsALinkOutOfTheLayout() throws IOException {
        SampleLayout layout = layout("box").layer("a", "1");
        ImageManifest manifest = layout.image("", "sh");
        Path blob = layout.blobFile(manifest.layers().get(0));
        Path outside = temp.resolve("outside");
        Files.move(blob, outside);
        Files.createSymbolicLink(blob, outside);
        JpodException e = assertThrows(JpodException.class, () -> pull(layout));
        assertTrue(e.getMessage().contains("leads out of"), e.getMessage());
        assertNothingLeft();
    }

    @Test
    void oneDamagedImageDoesNotHideTheOthers() throws IOException {
        SampleLayout good = layout("good").layer("a", "1");
        good.image("", "sh");
        SampleLayout bad = layout("bad").layer("b", "1");
        bad.image("", "sh");
        String goodId = pull(good).config().id();
        String badId = pull(bad).config().id();
        Files.writeString(fixture.context.root().resolve("images/" + badId + "/run.json"), "{");
        assertEquals(1, images.list().size());
        assertEquals(goodId, images.list().get(0).config().id());
        assertFalse(fixture.warnings.isEmpty());
        images.remove(badId, true, true, Map.of());
        assertEquals(List.of(goodId), List.of(images.list().get(0).config().id()));
    }

    @Test
    void movesANameToTheImageThatWasTaggedLast() {
        SampleLayout one = layout("one").layer("a", "1");
        one.image("", "one");
        SampleLayout two = layout("two").layer("a", "1");
        two.image("", "two");
        String first = pull(one).config().id();
        String second = pull(two).config().id();
        images.tag(first, List.of("x"));
        images.tag(second, List.of("x"));
        assertEquals(second, images.get("x").config().id());
        assertEquals(1, images.get(first).names().size());
    }

    @Test
    void untagsOneNameOrAll() {
        SampleLayout layout = layout("box").layer("a", "1");
        layout.image("", "sh");
        String id = pull(layout).config().id();
        images.tag(id, List.of("x", "reg.example.com/y:2"));
        images.untag(id, List.of("x"));
        assertEquals(2, images.get(id).names().size());
        assertEquals(
                "localhost/zz:latest: tag not known",
                assertThrows(JpodException.class, () -> images.untag(id, List.of("zz")))
                        .getMessage());
        images.untag(id, List.of());
        assertEquals(List.of(), images.get(id).names());
    }
}
