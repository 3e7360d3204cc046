package io.jpod.support.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.api.Log;
import io.jpod.api.storage.WhiteoutFormat;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixLoader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

class LayerDifferTest {
    @TempDir
    Path temporary;

    private final Posix posix = PosixLoader.load(Mockito.mock(Log.class));
    private final LayerDiffer differ = new LayerDiffer(posix);

    private TestTar tar() {
        return new TestTar(posix);
    }

    private Path tree(String name, TestTar... layers) throws IOException {
        Path tree = Files.createDirectory(temporary.resolve(name));
        for (TestTar layer : layers) {
            new LayerApplier(posix)
                    .apply(
                            layer.stream(),
                            tree,
                            LayerOptions.builder(WhiteoutFormat.APPLIED).build());
        }
        return tree;
    }

    private byte[] difference(Path parent, Path tree) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        differ.writeDifference(Optional.ofNullable(parent), tree, out);
        return out.toByteArray();
    }

    private static List<String> names(byte[] archive) throws IOException {
        List<String> names = new ArrayList<>();
        TarReader reader = new TarReader(new ByteArrayInputStream(archive));
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            names.add(entry.name);
        }
        return names;
    }

    private TestTar base() {
        return tar().directory("d/")
                .file("d/same", "1")
                .file("d/changed", "1")
                .file("d/gone", "1")
                .symlink("l", "d")
                .directory("t/");
    }

    private TestTar changes() {
        return tar().directory("d/")
                .file("d/changed", "22")
                .file("d/.wh.gone", "")
                .file("new", "n")
                .file("t", "file");
    }

    @Test
    void onlyWhatChangedIsWritten() throws IOException {
        Path parent = tree("parent", base());
        Path child = tree("child", base(), changes());
        assertEquals(List.of("d/", "d/.wh.gone", "d/changed", "new", "t"), sortedNames(difference(parent, child)));
    }

    private static List<String> sortedNames(byte[] archive) throws IOException {
        List<String> names = names(archive);
        names.sort(null);
        return names;
    }

    @Test
    void differenceAppliedToTheParentGivesTheTree() throws IOException {
        Path parent = tree("parent", base());
        Path child = tree("child", base(), changes());
        byte[] layer = difference(parent, child);
        new LayerApplier(posix)
                .apply(
                        new ByteArrayInputStream(layer),
                        parent,
                        LayerOptions.builder(WhiteoutFormat.APPLIED).build());
        assertEquals(List.of(), names(difference(parent, child)));
    }

    @Test
    void wholeTreeSurvivesTheWayThroughAnArchive() throws IOException {
        Path tree = tree(
                "tree",
                tar().file("bytes\udcff", "x")
                        .entry("x", TarEntry.REGULAR, "data", e -> {
                            e.mode = 04711;
                            e.mtimeNanos = 5;
                            e.xattrs.put("user.a", new byte[] {0, (byte) 200});
                        })
                        .hardLink("y", "x")
                        .entry("fifo", TarEntry.FIFO, "", e -> {})
                        .entry("d/", TarEntry.DIRECTORY, "", e -> e.mode = 01770));
        byte[] archive = difference(null, tree);
        Path copy = Files.createDirectory(temporary.resolve("copy"));
        new LayerApplier(posix)
                .apply(
                        new ByteArrayInputStream(archive),
                        copy,
                        LayerOptions.builder(WhiteoutFormat.APPLIED).build());
        assertArrayEquals(archive, difference(null, copy));
        assertEquals(List.of(), names(difference(tree, copy)));
        assertEquals(
                2,
                posix.stat(Posix.AT_FDCWD, copy + "/y", Posix.AT_SYMLINK_NOFOLLOW)
                        .links());
    }

    @Test
    void marksOfOverlayBecomeWhiteouts() throws IOException {
        Path changes = tree("changes", tar().directory("d/").file("d/f", "1").directory("e/"));
        posix.makeNode(Posix.AT_FDCWD, changes + "/gone", FileStatus.S_IFCHR, 0);
        posix.setXattr(Posix.AT_FDCWD, changes + "/d", "user.overlay.opaque", "y".getBytes(StandardCharsets.US_ASCII));
        posix.setXattr(
                Posix.AT_FDCWD, changes + "/e", "user.fuseoverlayfs.opaque", "y".getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        differ.writeChanges(changes, out);
        assertEquals(
                List.of("d/", "d/.wh..wh..opq", "d/f", "e/", "e/.wh..wh..opq", ".wh.gone"), names(out.toByteArray()));
    }
}
