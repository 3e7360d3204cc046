package io.jpod.support.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.api.Log;
import io.jpod.api.storage.WhiteoutFormat;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.support.posix.PosixLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

class LayerChangesTest {
    @TempDir
    Path temporary;

    private final Posix posix = PosixLoader.load(Mockito.mock(Log.class));
    private final LayerChanges changes = new LayerChanges(posix);

    private static List<String> text(List<LayerChanges.Change> found) {
        List<String> result = new ArrayList<>();
        for (LayerChanges.Change change : found) {
            result.add(change.kind().letter() + " " + change.path());
        }
        return result;
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

    @Test
    void treesAreComparedByName() throws IOException {
        TestTar base = new TestTar(posix)
                .directory("d/")
                .file("d/same", "1")
                .file("d/changed", "1")
                .file("d/gone", "1");
        Path lower = tree("lower", base);
        Path upper = tree(
                "upper",
                base,
                new TestTar(posix)
                        .file("d/changed", "22")
                        .file("d/.wh.gone", "")
                        .directory("n/")
                        .file("n/f", "x"));
        assertEquals(
                List.of("C /d/changed", "D /d/gone", "A /n", "A /n/f"),
                text(changes.ofTrees(Optional.of(lower), upper)).stream()
                        .filter(line -> !line.equals("C /d"))
                        .toList());
    }

    @Test
    void aTreeWithoutParentIsNew() throws IOException {
        assertEquals(
                List.of("A /d", "A /d/f"),
                text(changes.ofTrees(
                        Optional.empty(),
                        tree("t", new TestTar(posix).directory("d/").file("d/f", "")))));
    }

    /** A character device 0/0, as overlay marks a deletion. */
    private void whiteout(Path file) {
        try {
            posix.makeNode(Posix.AT_FDCWD, file.toString(), FileStatus.S_IFCHR | 0600, 0);
        } catch (PosixException e) {
            Assumptions.abort("needs the right to make whiteouts: run as root");
        }
    }

    @Test
    void overlaysMarksAreReadThroughAllLayers() throws IOException {
        Path top = Files.createDirectories(temporary.resolve("top"));
        Path middle = Files.createDirectories(temporary.resolve("middle"));
        Path bottom = Files.createDirectories(temporary.resolve("bottom/d")).getParent();
        Files.writeString(bottom.resolve("kept"), "");
        Files.writeString(bottom.resolve("deleted-twice"), "");
        Files.writeString(bottom.resolve("d/hidden"), "");
        Files.writeString(bottom.resolve("d/again"), "");
        whiteout(middle.resolve("deleted-twice"));
        whiteout(top.resolve("deleted-twice"));
        whiteout(top.resolve("kept"));
        whiteout(top.resolve("never-there"));
        Files.createDirectory(top.resolve("d"));
        posix.setXattr(Posix.AT_FDCWD, top.resolve("d").toString(), "user.overlay.opaque", new byte[] {'y'});
        Files.writeString(top.resolve("d/again"), "new");
        Files.writeString(top.resolve("new"), "");
        assertEquals(
                List.of("C /d", "D /d/hidden", "A /d/again", "D /kept", "A /new"),
                text(changes.ofOverlay(top, List.of(middle, bottom))));
    }

    @Test
    void whatReplacesADirectoryHidesTheLayersBelow() throws IOException {
        Path top = Files.createDirectories(temporary.resolve("top/d")).getParent();
        Path middle = Files.createDirectory(temporary.resolve("middle"));
        Path bottom = Files.createDirectories(temporary.resolve("bottom/d")).getParent();
        Files.writeString(bottom.resolve("d/f"), "");
        Files.writeString(middle.resolve("d"), "a file");
        Files.writeString(top.resolve("d/f"), "");
        assertEquals(List.of("C /d", "A /d/f"), text(changes.ofOverlay(top, List.of(middle, bottom))));
    }
}
