package io.jpod.support.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.storage.WhiteoutFormat;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

/** Layers that try to leave their root. Whatever they do, what lies outside stays as it is. */
class HostileLayerTest {
    @TempDir
    Path temporary;

    private final Posix posix = PosixLoader.load(Mockito.mock(Log.class));
    private Path root;
    private Path outside;
    private Map<String, String> before;

    @BeforeEach
    void makeRootAndOutside() throws IOException {
        root = Files.createDirectories(temporary.resolve("deep/root"));
        outside = Files.createDirectories(temporary.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "untouched");
        Files.writeString(temporary.resolve("deep/neighbour"), "untouched");
        before = snapshot();
    }

    @AfterEach
    void nothingOutsideChanged() throws IOException {
        assertEquals(before, snapshot());
    }

    private Map<String, String> snapshot() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(temporary)) {
            for (Path file : (Iterable<Path>) all.filter(path -> !path.startsWith(root))::iterator) {
                Object links = Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
                Object mode = Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
                String text = Files.isRegularFile(file) ? Files.readString(file) : "";
                files.put(file.toString(), mode + " " + links + " " + text);
            }
        }
        return files;
    }

    private TestTar tar() {
        return new TestTar(posix);
    }

    private String refusal(TestTar tar) {
        LayerOptions options = LayerOptions.builder(WhiteoutFormat.APPLIED).build();
        JpodException failure =
                assertThrows(JpodException.class, () -> new LayerApplier(posix).apply(tar.stream(), root, options));
        assertEquals(ErrorCode.EXTERNAL, failure.code(), failure.getMessage());
        assertTrue(failure.getMessage().startsWith("refusing layer entry "), failure.getMessage());
        return failure.getMessage();
    }

    @Test
    void dotDotInANameIsRefused() {
        refusal(tar().file("../neighbour", "evil"));
        refusal(tar().directory("a/").file("a/../../neighbour", "evil"));
        refusal(tar().directory(".."));
        refusal(tar().directory("a/.."));
    }

    @Test
    void absoluteNameIsRefused() {
        assertEquals(
                "refusing layer entry \"" + outside.resolve("secret") + "\": absolute name",
                refusal(tar().file(outside.resolve("secret").toString(), "evil")));
    }

    @Test
    void linkAmongTheParentsThatLeadsOutsideIsRefused() {
        refusal(tar().symlink("out", outside.toString()).file("out/secret", "evil"));
        refusal(tar().symlink("up", "../../outside").file("up/secret", "evil"));
        refusal(tar().symlink("up", "..").file("up/neighbour", "evil"));
        refusal(tar().symlink("one", "two").symlink("two", "../../outside").file("one/new", "evil"));
        refusal(tar().directory("d/").symlink("d/up", "../..").file("d/up/neighbour", "evil"));
    }

    @Test
    void linkIsReplacedAndNotWrittenThrough() throws IOException {
        LayerOptions options = LayerOptions.builder(WhiteoutFormat.APPLIED).build();
        TestTar tar = tar().symlink("out", outside.resolve("secret").toString())
                .file("out", "inside")
                .symlink("dir", outside.toString())
                .directory("dir/")
                .file("dir/secret", "inside");
        new LayerApplier(posix).apply(tar.stream(), root, options);
        assertEquals("inside", Files.readString(root.resolve("out")));
        assertEquals("inside", Files.readString(root.resolve("dir/secret")));
    }

    @Test
    void directoryEntryOverALinkDoesNotChangeItsTarget() throws IOException {
        LayerOptions options = LayerOptions.builder(WhiteoutFormat.APPLIED).build();
        TestTar tar = tar().symlink("dir", outside.toString())
                .entry("dir/", TarEntry.DIRECTORY, "", entry -> entry.mode = 0777)
                .directory("later/")
                .symlink("later", outside.toString());
        new LayerApplier(posix).apply(tar.stream(), root, options);
        assertTrue(Files.isDirectory(root.resolve("dir"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void hardLinkToTheOutsideIsRefused() {
        refusal(tar().hardLink("h", outside.resolve("secret").toString()));
        refusal(tar().hardLink("h", "../neighbour"));
        refusal(tar().symlink("up", "../../outside").hardLink("h", "up/secret"));
        refusal(tar().symlink("up", "..").hardLink("h", "up/neighbour"));
        assertFalse(Files.exists(root.resolve("h")));
    }

    @Test
    void hardLinkToAMissingNameOrADirectoryIsRefused() {
        refusal(tar().hardLink("h", "nothing"));
        refusal(tar().directory("d/").hardLink("h", "d"));
        refusal(tar().hardLink("h", ""));
    }

    @Test
    void hardLinkToALinkLinksTheLinkItself() throws IOException {
        LayerOptions options = LayerOptions.builder(WhiteoutFormat.APPLIED).build();
        TestTar tar = tar().symlink("l", outside.resolve("secret").toString()).hardLink("h", "l");
        new LayerApplier(posix).apply(tar.stream(), root, options);
        assertTrue(Files.isSymbolicLink(root.resolve("h")));
    }

    @Test
    void whiteoutsOutsideAreRefused() {
        refusal(tar().file("../.wh.neighbour", ""));
        refusal(tar().symlink("up", "../../outside").file("up/.wh.secret", ""));
        refusal(tar().symlink("up", "../../outside").file("up/.wh..wh..opq", ""));
        refusal(tar().file(".wh...", ""));
        refusal(tar().file(".wh..", ""));
        refusal(tar().file(".wh.", ""));
    }

    @Test
    void linkLoopsAndFilesAmongTheParentsAreRefused() {
        refusal(tar().symlink("a", "b").symlink("b", "a").file("a/f", ""));
        refusal(tar().file("a", "").file("a/f", ""));
        refusal(tar().symlink("s", "s/x").file("s/f", ""));
    }

    @Test
    void namesThatAreTooLongAreRefused() {
        refusal(tar().file("a/".repeat(3000) + "f", ""));
    }

    @Test
    void rootMustStayADirectory() {
        refusal(tar().file(".", "x"));
        refusal(tar().symlink(".", outside.toString()));
        refusal(tar().entry("", TarEntry.REGULAR, "", entry -> {}));
    }

    @Test
    void ownerOutOfRangeIsRefused() {
        refusal(tar().entry("f", TarEntry.REGULAR, "", entry -> entry.uid = 4294967295L));
    }

    @Test
    void symbolicLinkWithoutTargetAndUnknownTypesAreRefused() {
        refusal(tar().symlink("l", ""));
        refusal(tar().entry("u", 'Q', "", entry -> {}));
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        String message = refusal(tar().file("../\u001b[2J\nx", ""));
        assertTrue(message.contains("?[2J?x"), message);
    }
}
