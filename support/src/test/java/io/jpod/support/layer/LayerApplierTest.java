package io.jpod.support.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.storage.WhiteoutFormat;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixLoader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

class LayerApplierTest {
    @TempDir
    Path temporary;

    private final Posix posix = PosixLoader.load(Mockito.mock(Log.class));
    private final LayerApplier applier = new LayerApplier(posix);
    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(temporary.resolve("root"));
    }

    private TestTar tar() {
        return new TestTar(posix);
    }

    private LayerSummary apply(TestTar tar) {
        return apply(tar, LayerOptions.builder(WhiteoutFormat.APPLIED).build());
    }

    private LayerSummary apply(TestTar tar, LayerOptions options) {
        return applier.apply(tar.stream(), root, options);
    }

    private FileStatus stat(String name) throws IOException {
        return posix.stat(Posix.AT_FDCWD, root + "/" + name, Posix.AT_SYMLINK_NOFOLLOW);
    }

    private String read(String name) throws IOException {
        return Files.readString(root.resolve(name));
    }

    @Test
    void filesDirectoriesAndLinksAreMadeAndCounted() throws IOException {
        LayerSummary summary = apply(tar().directory("./")
                .directory("etc/")
                .file("etc/hosts", "localhost")
                .symlink("etc/link", "hosts")
                .hardLink("etc/hard", "etc/hosts"));
        assertEquals("localhost", read("etc/hosts"));
        assertEquals("localhost", read("etc/link"));
        assertEquals(stat("etc/hosts").inode(), stat("etc/hard").inode());
        assertEquals(5, summary.entries());
        assertEquals(9, summary.bytes());
        assertEquals(Math.max(posix.getUid(), posix.getGid()) + 1, summary.idLimit());
    }

    @Test
    void timesAreKeptToTheNanosecondAlsoThoseOfDirectories() throws IOException {
        apply(tar().entry("d/", TarEntry.DIRECTORY, "", e -> {
                    e.mode = 0700;
                    e.mtimeNanos = 123456789;
                })
                .entry("d/f", TarEntry.REGULAR, "x", e -> e.mtimeNanos = 1)
                .entry("d/l", TarEntry.SYMLINK, "", e -> {
                    e.linkName = "f";
                    e.mtimeSeconds = -5;
                    e.mtimeNanos = 250_000_000;
                }));
        assertEquals(TestTar.TIME, stat("d").mtimeSeconds());
        assertEquals(123456789, stat("d").mtimeNanos());
        assertEquals(1, stat("d/f").mtimeNanos());
        assertEquals(-5, stat("d/l").mtimeSeconds());
        assertEquals(250_000_000, stat("d/l").mtimeNanos());
    }

    @Test
    void specialModeBitsAreKept() throws IOException {
        apply(tar().entry("su", TarEntry.REGULAR, "x", e -> e.mode = 06755)
                .entry("tmp/", TarEntry.DIRECTORY, "", e -> e.mode = 01777));
        assertEquals(06755, stat("su").permissions());
        assertEquals(01777, stat("tmp").permissions());
    }

    @Test
    void directoryThatMayNotBeWrittenStillGetsItsFiles() throws IOException {
        apply(tar().entry("ro/", TarEntry.DIRECTORY, "", e -> e.mode = 0555).file("ro/f", "x"));
        assertEquals("x", read("ro/f"));
        assertEquals(0555, stat("ro").permissions());
        Files.setPosixFilePermissions(root.resolve("ro"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void fifosAreMadeAndDevicesAreLeftOutWithoutPermission() throws IOException {
        LayerSummary summary = apply(tar().entry("fifo", TarEntry.FIFO, "", e -> e.mode = 0622)
                .entry("null", TarEntry.CHARACTER_DEVICE, "", e -> {
                    e.deviceMajor = 1;
                    e.deviceMinor = 3;
                }));
        assertEquals(FileStatus.S_IFIFO, stat("fifo").type());
        assertEquals(0622, stat("fifo").permissions());
        assertEquals(1, summary.skippedDevices());
        assertFalse(Files.exists(root.resolve("null")));
    }

    @Test
    void devicesAreMadeByRoot() throws IOException {
        assumeTrue(posix.getEuid() == 0, "not root: device nodes are not tested");
        apply(
                tar().entry("null", TarEntry.CHARACTER_DEVICE, "", e -> {
                    e.deviceMajor = 1;
                    e.deviceMinor = 3;
                }),
                LayerOptions.builder(WhiteoutFormat.APPLIED).devices(true).build());
        assumeTrue(Files.exists(root.resolve("null")), "root without CAP_MKNOD: device nodes are not tested");
        assertEquals(FileStatus.makeDevice(1, 3), stat("null").rdev());
    }

    @Test
    void deviceZeroZeroIsNeverMade() throws IOException {
        LayerSummary summary = apply(
                tar().file("a", "x").entry("a", TarEntry.CHARACTER_DEVICE, "", e -> {}),
                LayerOptions.builder(WhiteoutFormat.OVERLAY_USER).devices(true).build());
        assertEquals(1, summary.skippedDevices());
        assertFalse(Files.exists(root.resolve("a"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void binaryExtendedAttributesAreKeptByteForByte() throws IOException {
        byte[] value = new byte[256];
        for (int i = 0; i < 256; i++) {
            value[i] = (byte) i;
        }
        apply(tar().entry("f", TarEntry.REGULAR, "x", e -> e.xattrs.put("user.binary", value)));
        assertArrayEquals(value, posix.getXattr(Posix.AT_FDCWD, root + "/f", "user.binary"));
    }

    @Test
    void capabilitiesAreKeptByRoot() throws IOException {
        assumeTrue(posix.getEuid() == 0, "not root: file capabilities are not tested");
        byte[] value = {1, 0, 0, 2, 0, 0x20, 0, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        apply(tar().entry("ping", TarEntry.REGULAR, "x", e -> {
            e.mode = 0755;
            e.xattrs.put("security.capability", value);
        }));
        byte[] found = posix.getXattr(Posix.AT_FDCWD, root + "/ping", "security.capability");
        assertArrayEquals(Arrays.copyOfRange(value, 4, 20), Arrays.copyOfRange(found, 4, 20));
    }

    @Test
    void attributesOfStorageDriversAreNotTakenFromAnImage() throws IOException {
        LayerSummary summary = apply(tar().entry("d/", TarEntry.DIRECTORY, "", e -> {
            e.mode = 0755;
            e.xattrs.put("user.overlay.opaque", new byte[] {'y'});
            e.xattrs.put("user.overlay.redirect", "/etc".getBytes(StandardCharsets.UTF_8));
            e.xattrs.put("user.containers.override_stat", "0:0:0777".getBytes(StandardCharsets.UTF_8));
        }));
        assertEquals(3, summary.skippedXattrs());
        assertEquals(0, posix.listXattrs(Posix.AT_FDCWD, root + "/d").length);
    }

    @Test
    void ownersAreAppliedByRoot() throws IOException {
        assumeTrue(posix.getEuid() == 0, "not root: owners are not tested");
        LayerSummary summary = apply(tar().entry("f", TarEntry.REGULAR, "x", e -> {
                    e.uid = 5;
                    e.gid = 70000;
                    e.mode = 04755;
                })
                .entry("l", TarEntry.SYMLINK, "", e -> {
                    e.uid = 6;
                    e.linkName = "nowhere";
                }));
        assertEquals(5, stat("f").uid());
        assertEquals(70000, stat("f").gid());
        assertEquals(04755, stat("f").permissions());
        assertEquals(6, stat("l").uid());
        assertEquals(70001, summary.idLimit());
    }

    @Test
    void singleOwnerRecordsOwnersInsteadOfApplyingThem() throws IOException {
        LayerOptions options =
                LayerOptions.builder(WhiteoutFormat.APPLIED).singleOwner(true).build();
        LayerSummary summary = apply(
                tar().entry("f", TarEntry.REGULAR, "x", e -> {
                            e.uid = 5;
                            e.gid = 6;
                            e.mode = 0640;
                        })
                        .symlink("l", "f"),
                options);
        byte[] value = posix.getXattr(Posix.AT_FDCWD, root + "/f", "user.containers.override_stat");
        assertEquals("5:6:0640", new String(value, StandardCharsets.US_ASCII));
        assertEquals(posix.getUid(), stat("f").uid());
        assertTrue(summary.idLimit() >= 7);
    }

    @Test
    void namesThatAreLongForeignOrNoTextAreKept() throws IOException {
        String deep = "d/".repeat(300) + "end";
        String wide = "ä日本語🐧/" + "x".repeat(250);
        String bytes = "not\udcff\udc80utf8";
        apply(tar().file(deep, "deep").file(wide, "wide").file(bytes, "bytes"));
        assertEquals(4, stat(deep).size());
        assertEquals(4, stat(wide).size());
        assertEquals(5, stat(bytes).size());
        int directory = posix.open(Posix.AT_FDCWD, root.toString(), Posix.O_RDONLY | Posix.O_DIRECTORY, 0);
        assertTrue(Arrays.asList(posix.list(directory)).contains(bytes));
        posix.close(directory);
    }

    @Test
    void parentsThatTheLayerDoesNotNameAreMade() throws IOException {
        apply(tar().file("a/b/c", "x"));
        assertEquals("x", read("a/b/c"));
        assertEquals(0755, stat("a/b").permissions());
    }

    @Test
    void linkAmongTheParentsIsFollowedInsideTheRoot() throws IOException {
        apply(tar().directory("run/")
                .directory("var/")
                .symlink("var/run", "/run")
                .symlink("var/also", "../run")
                .file("var/run/pid", "1")
                .file("var/also/deep/other", "2"));
        assertEquals("1", read("run/pid"));
        assertEquals("2", read("run/deep/other"));
        assertTrue(stat("var/run").isSymlink());
    }

    @Test
    void eachKindReplacesEachOther() throws IOException {
        apply(tar().file("a", "file")
                .directory("b/")
                .file("b/inside", "x")
                .symlink("c", "b")
                .directory("d/")
                .file("d/keep", "kept")
                .directory("a/")
                .file("b", "now a file")
                .directory("c/")
                .file("c/inside", "of c")
                .directory("d/")
                .symlink("e", "d")
                .file("e", "no link"));
        assertTrue(stat("a").isDirectory());
        assertEquals("now a file", read("b"));
        assertTrue(stat("c").isDirectory());
        assertEquals("of c", read("c/inside"));
        assertEquals("kept", read("d/keep"));
        assertTrue(stat("e").isRegular());
    }

    @Test
    void replacedDirectoryIsNotWrittenThroughAnOldDescriptor() throws IOException {
        apply(tar().directory("a/")
                .file("a/one", "1")
                .directory("b/")
                .symlink("a", "b")
                .file("a/two", "2"));
        assertTrue(stat("a").isSymlink());
        assertEquals("2", read("b/two"));
        assertFalse(Files.exists(root.resolve("b/one")));
    }

    @Test
    void hardLinkToALaterReplacedFileKeepsTheOldContent() throws IOException {
        apply(tar().file("a", "old").hardLink("b", "a").file("a", "new").hardLink("b", "b"));
        assertEquals("new", read("a"));
        assertEquals("old", read("b"));
    }

    @Test
    void rootsOwnAttributesAreApplied() throws IOException {
        apply(tar().entry("./", TarEntry.DIRECTORY, "", e -> e.mode = 0711).file("f", "x"));
        assertEquals(0711, stat(".").permissions());
        assertEquals(TestTar.TIME, stat(".").mtimeSeconds());
    }

    @Test
    void trailingBytesAreReadToTheEnd() {
        byte[] archive = tar().file("a", "x").bytes();
        byte[] longer = Arrays.copyOf(archive, archive.length + 300_000);
        Arrays.fill(longer, archive.length, longer.length, (byte) 7);
        ByteArrayInputStream in = new ByteArrayInputStream(longer);
        applier.apply(in, root, LayerOptions.builder(WhiteoutFormat.APPLIED).build());
        assertEquals(0, in.available());
    }

    @Test
    void truncatedArchiveIsAnErrorWhereverItEnds() {
        byte[] archive = tar().directory("d/").file("d/f", "x".repeat(2000)).bytes();
        for (int length : new int[] {100, 512 + 10, 1024 + 700, 1024 + 1999}) {
            ByteArrayInputStream in = new ByteArrayInputStream(archive, 0, length);
            LayerOptions options = LayerOptions.builder(WhiteoutFormat.APPLIED).build();
            JpodException failure = assertThrows(JpodException.class, () -> applier.apply(in, root, options));
            assertEquals(ErrorCode.EXTERNAL, failure.code());
        }
    }

    @Test
    void damagedHeaderIsAnError() {
        byte[] archive = tar().file("f", "x").bytes();
        archive[3] ^= 1;
        LayerOptions options = LayerOptions.builder(WhiteoutFormat.APPLIED).build();
        JpodException failure = assertThrows(
                JpodException.class, () -> applier.apply(new ByteArrayInputStream(archive), root, options));
        assertEquals(ErrorCode.EXTERNAL, failure.code());
    }

    @Test
    void limitsAreKept() {
        LayerOptions bytes =
                LayerOptions.builder(WhiteoutFormat.APPLIED).maxBytes(10).build();
        LayerOptions entries =
                LayerOptions.builder(WhiteoutFormat.APPLIED).maxEntries(1).build();
        assertEquals(
                "layer is larger than 10 bytes",
                assertThrows(
                                JpodException.class,
                                () -> apply(tar().file("a", "123456").file("b", "123456"), bytes))
                        .getMessage());
        assertEquals(
                "layer has more than 1 entries",
                assertThrows(
                                JpodException.class,
                                () -> apply(tar().file("a", "").file("b", ""), entries))
                        .getMessage());
    }
}
