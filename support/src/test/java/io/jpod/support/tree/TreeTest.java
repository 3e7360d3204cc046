package io.jpod.support.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.Log;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.support.posix.PosixLoader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

class TreeTest {
    @TempDir
    Path temporary;

    private final Posix posix = PosixLoader.load(Mockito.mock(Log.class));

    private FileStatus stat(Path path) throws PosixException {
        return posix.stat(Posix.AT_FDCWD, path.toString(), Posix.AT_SYMLINK_NOFOLLOW);
    }

    @Test
    void removedTreeIsGoneAndWhatItsLinksPointToIsNot() throws IOException {
        Path outside = Files.writeString(temporary.resolve("outside"), "stays");
        Path tree = Files.createDirectories(temporary.resolve("tree/a/b"));
        Files.createSymbolicLink(tree.resolve("link"), outside);
        Files.createSymbolicLink(tree.resolve("dir"), temporary);
        posix.makeDirectory(Posix.AT_FDCWD, tree + "/locked", 0700);
        Files.writeString(tree.resolve("locked/f"), "x");
        posix.changeMode(Posix.AT_FDCWD, tree + "/locked", 0);
        new TreeRemover(posix).remove(temporary.resolve("tree").toString());
        assertFalse(Files.exists(temporary.resolve("tree"), LinkOption.NOFOLLOW_LINKS));
        assertEquals("stays", Files.readString(outside));
        new TreeRemover(posix).remove(temporary.resolve("tree").toString());
        new TreeRemover(posix).remove(temporary.resolve("none/tree").toString());
    }

    @Test
    void treeDeeperThanAnyPathIsRemoved() throws PosixException {
        Path tree = temporary.resolve("deep");
        posix.makeDirectory(Posix.AT_FDCWD, tree.toString(), 0700);
        int directory = posix.open(Posix.AT_FDCWD, tree.toString(), Posix.O_RDONLY | Posix.O_DIRECTORY, 0);
        for (int i = 0; i < 5000; i++) {
            posix.makeDirectory(directory, "d", 0700);
            int child = posix.open(directory, "d", Posix.O_RDONLY | Posix.O_DIRECTORY, 0);
            posix.close(directory);
            directory = child;
        }
        posix.close(directory);
        new TreeRemover(posix).remove(tree.toString());
        assertFalse(Files.exists(tree));
        assertEquals(0, temporary.toFile().list().length);
    }

    @Test
    void copyHasEverythingThatTheTreeHas() throws IOException {
        Path tree = Files.createDirectories(temporary.resolve("tree/sub/dir"))
                .getParent()
                .getParent();
        Files.writeString(tree.resolve("sub/one"), "text");
        Files.createLink(tree.resolve("sub/dir/two"), tree.resolve("sub/one"));
        Files.createLink(tree.resolve("three"), tree.resolve("sub/one"));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("/nowhere"));
        posix.setXattr(Posix.AT_FDCWD, tree + "/three", "user.x", new byte[] {0, 1, (byte) 255});
        posix.changeMode(Posix.AT_FDCWD, tree + "/three", 04751);
        posix.makeNode(Posix.AT_FDCWD, tree + "/fifo", FileStatus.S_IFIFO | 0600, 0);
        posix.setTimes(Posix.AT_FDCWD, tree + "/sub", 1_000_000_000, 7);
        Path copy = Files.createDirectory(temporary.resolve("copy"));
        new TreeCopier(posix).copyContents(tree.toString(), copy.toString());
        assertEquals("text", Files.readString(copy.resolve("sub/dir/two")));
        assertEquals(3, stat(copy.resolve("three")).links());
        assertEquals(
                stat(copy.resolve("three")).inode(),
                stat(copy.resolve("sub/dir/two")).inode());
        assertEquals(04751, stat(copy.resolve("three")).permissions());
        assertEquals(7, stat(copy.resolve("sub")).mtimeNanos());
        assertEquals(FileStatus.S_IFIFO, stat(copy.resolve("fifo")).type());
        assertEquals(Path.of("/nowhere"), Files.readSymbolicLink(copy.resolve("link")));
        assertArrayEquals(new byte[] {0, 1, (byte) 255}, posix.getXattr(Posix.AT_FDCWD, copy + "/three", "user.x"));
        assertEquals(new TreeUsage(posix).bytes(tree.toString()), new TreeUsage(posix).bytes(copy.toString()));
    }

    @Test
    void copyOfASparseFileIsSparse() throws IOException {
        Path tree = Files.createDirectory(temporary.resolve("tree"));
        try (RandomAccessFile file = new RandomAccessFile(tree.resolve("s").toFile(), "rw")) {
            file.seek(5 << 20);
            file.writeUTF("middle");
            file.setLength(50 << 20);
        }
        Path copy = Files.createDirectory(temporary.resolve("copy"));
        new TreeCopier(posix).copyContents(tree.toString(), copy.toString());
        assertEquals(50 << 20, stat(copy.resolve("s")).size());
        assertTrue(stat(copy.resolve("s")).blocks() <= stat(tree.resolve("s")).blocks());
        assertEquals(-1, Files.mismatch(tree.resolve("s"), copy.resolve("s")));
    }
}
