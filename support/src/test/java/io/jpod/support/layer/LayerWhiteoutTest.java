package io.jpod.support.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.Log;
import io.jpod.api.storage.WhiteoutFormat;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

class LayerWhiteoutTest {
    @TempDir
    Path temporary;

    private final Posix posix = PosixLoader.load(Mockito.mock(Log.class));
    private Path lower;
    private Path upper;

    @BeforeEach
    void makeDirectories() throws IOException {
        lower = Files.createDirectory(temporary.resolve("lower"));
        upper = Files.createDirectory(temporary.resolve("upper"));
    }

    private TestTar tar() {
        return new TestTar(posix);
    }

    private void applied(Path directory, TestTar tar) {
        LayerOptions options = LayerOptions.builder(WhiteoutFormat.APPLIED).build();
        new LayerApplier(posix).apply(tar.stream(), directory, options);
    }

    private void overlay(TestTar tar) {
        LayerOptions options = LayerOptions.builder(WhiteoutFormat.OVERLAY_USER)
                .parents(List.of(lower))
                .build();
        new LayerApplier(posix).apply(tar.stream(), upper, options);
    }

    private FileStatus stat(Path path) throws IOException {
        return posix.stat(Posix.AT_FDCWD, path.toString(), Posix.AT_SYMLINK_NOFOLLOW);
    }

    private boolean isOpaque(String name) throws IOException {
        byte[] value = posix.getXattr(Posix.AT_FDCWD, upper.resolve(name).toString(), "user.overlay.opaque");
        return value != null && value.length == 1 && value[0] == 'y';
    }

    @Test
    void appliedWhiteoutsDelete() throws IOException {
        applied(lower, tar().file("a", "").directory("d/").file("d/x", "").symlink("l", "d"));
        applied(
                lower,
                tar().file(".wh.a", "").file(".wh.d", "").file(".wh.l", "").file(".wh.never", ""));
        assertEquals(0, lower.toFile().list().length);
    }

    @Test
    void appliedWhiteoutKeepsWhatTheSameLayerBringsInWhateverOrder() throws IOException {
        applied(lower, tar().directory("d/").file("d/old", "").file("f", "old"));
        applied(
                lower,
                tar().file("f", "new")
                        .file(".wh.f", "")
                        .directory("d/")
                        .file("d/new", "")
                        .file(".wh.d", ""));
        assertEquals("new", Files.readString(lower.resolve("f")));
        assertFalse(Files.exists(lower.resolve("d/old")));
        assertTrue(Files.exists(lower.resolve("d/new")));
    }

    @Test
    void appliedOpaqueHidesAllOfTheLayersBelow() throws IOException {
        applied(lower, tar().directory("d/").file("d/a", "").directory("d/e/").file("d/e/b", ""));
        applied(
                lower,
                tar().directory("d/")
                        .file("d/e/new", "")
                        .file("d/.wh..wh..opq", "")
                        .file("d/after", ""));
        assertFalse(Files.exists(lower.resolve("d/a")));
        assertFalse(Files.exists(lower.resolve("d/e/b")));
        assertTrue(Files.exists(lower.resolve("d/e/new")));
        assertTrue(Files.exists(lower.resolve("d/after")));
    }

    @Test
    void overlayWhiteoutsAreDevicesAndOpaqueIsAnAttribute() throws IOException {
        overlay(tar().file("a/.wh.gone", "").directory("d/").file("d/.wh..wh..opq", ""));
        FileStatus mark = stat(upper.resolve("a/gone"));
        assertEquals(FileStatus.S_IFCHR, mark.type());
        assertEquals(0, mark.rdev());
        assertTrue(isOpaque("d"));
    }

    @Test
    void overlayEntryAfterItsWhiteoutReplacesIt() throws IOException {
        overlay(tar().file(".wh.f", "")
                .file("f", "new")
                .file(".wh.d", "")
                .directory("d/")
                .file(".wh.i", "")
                .file("i/x", ""));
        assertEquals("new", Files.readString(upper.resolve("f")));
        assertTrue(isOpaque("d"));
        assertTrue(isOpaque("i"));
        assertTrue(Files.exists(upper.resolve("i/x")));
    }

    @Test
    void overlayWhiteoutAfterItsEntryKeepsTheEntry() throws IOException {
        overlay(tar().file("f", "new")
                .file(".wh.f", "")
                .directory("d/")
                .file("d/x", "")
                .file(".wh.d", ""));
        assertEquals("new", Files.readString(upper.resolve("f")));
        assertTrue(isOpaque("d"));
        assertTrue(Files.exists(upper.resolve("d/x")));
    }

    @Test
    void marksOfAufsAreSkipped() throws IOException {
        applied(lower, tar().directory(".wh..wh.plnk/").file(".wh..wh.aufs", "").file("a", ""));
        assertArrayEquals(new String[] {"a"}, lower.toFile().list());
    }

    @Test
    void impliedParentHasTheAttributesOfTheLayerBelow() throws IOException {
        applied(lower, tar().entry("d/", TarEntry.DIRECTORY, "", e -> {
            e.mode = 01777;
            e.xattrs.put("user.mark", new byte[] {1});
        }));
        overlay(tar().file("d/f", "x"));
        assertEquals(01777, stat(upper.resolve("d")).permissions());
        assertEquals(TestTar.TIME, stat(upper.resolve("d")).mtimeSeconds());
        assertArrayEquals(
                new byte[] {1},
                posix.getXattr(Posix.AT_FDCWD, upper.resolve("d").toString(), "user.mark"));
    }

    @Test
    void parentThatIsALinkInALayerBelowIsFollowed() throws IOException {
        applied(lower, tar().directory("run/").directory("var/").symlink("var/run", "/run"));
        overlay(tar().file("var/run/pid", "1"));
        assertEquals("1", Files.readString(upper.resolve("run/pid")));
        assertFalse(Files.exists(upper.resolve("var"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void hardLinkToAFileOfALayerBelowBringsItUp() throws IOException {
        applied(lower, tar().directory("bin/").entry("bin/sh", TarEntry.REGULAR, "shell", e -> e.mode = 0755));
        overlay(tar().hardLink("bin/ash", "bin/sh"));
        assertEquals("shell", Files.readString(upper.resolve("bin/ash")));
        assertEquals(
                stat(upper.resolve("bin/sh")).inode(),
                stat(upper.resolve("bin/ash")).inode());
        assertEquals(0755, stat(upper.resolve("bin/ash")).permissions());
        assertNull(posix.getXattr(Posix.AT_FDCWD, upper.resolve("bin").toString(), "user.overlay.opaque"));
    }
}
