package io.jpod.engine.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.support.posix.Posix;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dead process left is swept, what a living one works on is not. */
class KilledPullTest {
    private static final PullOptions OPTIONS = PullOptions.builder().build();

    @TempDir
    Path temp;

    private ImageFixture fixture;
    private Path root;
    private SampleLayout layout;
    private ImageManifest manifest;

    @BeforeEach
    void open() {
        fixture = new ImageFixture(temp);
        root = fixture.context.root();
        layout = new SampleLayout(temp.resolve("box")).layer("a", "1").layer("b", "2");
        manifest = layout.image("", "sh");
    }

    /** The state of the store in the middle of a pull: a lease with pins, a whole blob, half a blob, one layer. */
    private Path halfAPull(String name) throws IOException {
        Path lease = Files.createDirectories(root.resolve("image-work/" + name));
        Path lock = Files.createFile(root.resolve("image-work/" + name + ".lock"));
        String blob = manifest.layers().get(0).digest().hex();
        String second = manifest.layers().get(1).digest().hex();
        Files.writeString(
                lease.resolve("pins"), "blob " + blob + "\nblob " + second + "\nlayer " + "a".repeat(64) + "\n");
        Files.createDirectories(root.resolve("blobs/sha256"));
        Files.copy(layout.blobFile(manifest.layers().get(0)), root.resolve("blobs/sha256/" + blob));
        Files.write(lease.resolve("blob-" + second), new byte[10]);
        Files.createDirectories(root.resolve("image-names/localhost+x"));
        Files.writeString(root.resolve("image-names/localhost+x/.1.77.tmp"), "half");
        fixture.layers.layers.put("a".repeat(64), "");
        return lock;
    }

    private String[] names(String directory) {
        String[] names = new File(root.resolve(directory).toString()).list();
        return names == null ? new String[0] : names;
    }

    @Test
    void theNextCommandRemovesWhatADeadPullLeft() throws IOException {
        halfAPull("dead");
        assertEquals(List.of(), fixture.images.list());
        for (String directory : List.of("image-work", "blobs/sha256", "image-names")) {
            assertEquals(0, names(directory).length, directory);
        }
        assertEquals(Map.of(), fixture.layers.layers);
        assertEquals(1, fixture.layers.sweeps);
    }

    @Test
    void aLivingPullIsLeftAlone() throws IOException {
        Path lock = halfAPull("living");
        Posix posix = fixture.context.posix();
        int descriptor = posix.open(Posix.AT_FDCWD, lock.toString(), Posix.O_RDWR, 0);
        posix.flock(descriptor, Posix.LOCK_EX | Posix.LOCK_NB);
        try {
            fixture.images.list();
            assertEquals(2, names("image-work").length);
            Images.Image other = pullOther();
            fixture.images.remove(other.config().id(), false, true, Map.of());
            assertEquals(1, names("blobs/sha256").length);
            assertTrue(fixture.layers.exists("a".repeat(64)));
        } finally {
            posix.close(descriptor);
        }
        fixture.images.list();
        assertEquals(0, names("blobs/sha256").length);
        assertFalse(fixture.layers.exists("a".repeat(64)));
    }

    private Images.Image pullOther() {
        SampleLayout other = new SampleLayout(temp.resolve("other")).layer("c", "3");
        other.image("", "sh");
        return fixture.images
                .pull("oci:" + other.directory(), OPTIONS, fixture.messages::add)
                .get(0);
    }

    @Test
    void aRemovalThatWasKilledIsBroughtToItsEnd() throws IOException {
        Images.Image image = fixture.images
                .pull("oci:" + layout.directory(), OPTIONS, fixture.messages::add)
                .get(0);
        // As far as it comes when it is killed right after its first step.
        Files.move(root.resolve("images/" + image.config().id()), root.resolve("image-work/dead"));
        Files.createFile(root.resolve("image-work/dead.lock"));
        assertEquals(List.of(), fixture.images.list());
        for (String directory : List.of("image-work", "blobs/sha256", "image-names", "images")) {
            assertEquals(0, names(directory).length, directory);
        }
        assertEquals(Map.of(), fixture.layers.layers);
    }

    @Test
    void sweepingKeepsWhatImagesNeed() throws IOException {
        Images.Image image = fixture.images
                .pull("oci:" + layout.directory(), OPTIONS, fixture.messages::add)
                .get(0);
        Path lease = Files.createDirectories(root.resolve("image-work/dead"));
        Files.createFile(root.resolve("image-work/dead.lock"));
        Files.writeString(
                lease.resolve("pins"),
                "layer " + image.config().topLayer() + "\nblob "
                        + manifest.layers().get(0).digest().hex() + "\n");
        assertEquals(1, fixture.images.list().size());
        assertEquals(2, names("blobs/sha256").length);
        assertTrue(fixture.layers.exists(image.config().topLayer()));
        assertEquals(0, names("image-work").length);
    }

    @Test
    void aNameOfAMissingImageNamesNothing() throws IOException {
        Path directory = Files.createDirectories(root.resolve("image-names/localhost+ghost"));
        Files.writeString(directory.resolve("latest"), "b".repeat(64) + " 0\n");
        assertFalse(fixture.images.exists("ghost"));
        pullOther();
        assertFalse(Files.exists(directory));
    }
}
