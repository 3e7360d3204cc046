package io.jpod.support.posix;

import static io.jpod.support.posix.Posix.AT_FDCWD;
import static io.jpod.support.posix.Posix.AT_SYMLINK_NOFOLLOW;
import static io.jpod.support.posix.Posix.O_CREAT;
import static io.jpod.support.posix.Posix.O_DIRECTORY;
import static io.jpod.support.posix.Posix.O_EXCL;
import static io.jpod.support.posix.Posix.O_NOFOLLOW;
import static io.jpod.support.posix.Posix.O_PATH;
import static io.jpod.support.posix.Posix.O_RDONLY;
import static io.jpod.support.posix.Posix.O_RDWR;
import static io.jpod.support.posix.Posix.O_WRONLY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What both implementations of {@link Posix} do for files. */
abstract class PosixContract extends PosixProcessContract {
    @TempDir
    Path dir;

    private int at;

    @BeforeEach
    void openDirectory() throws Exception {
        at = posix.open(AT_FDCWD, dir.toString(), O_RDONLY | O_DIRECTORY, 0);
    }

    private static void fails(int errno, Executable call) {
        assertEquals(errno, assertThrows(PosixException.class, call).errno());
    }

    private void write(int descriptor, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertEquals(bytes.length, posix.write(descriptor, bytes, 0, bytes.length));
    }

    @Test
    void writesAndReadsAFile() throws Exception {
        int file = posix.open(at, "f", O_RDWR | O_CREAT | O_EXCL, 0640);
        write(file, "hello");
        posix.fsync(file);
        posix.syncFileSystem(file);
        posix.ftruncate(file, 4);
        posix.close(file);
        fails(Errno.EEXIST, () -> posix.open(at, "f", O_RDWR | O_CREAT | O_EXCL, 0640));
        int again = posix.open(at, "f", O_RDONLY, 0);
        byte[] buffer = new byte[10];
        assertEquals(4, posix.read(again, buffer, 2, 8));
        assertEquals("hell", new String(buffer, 2, 4, StandardCharsets.UTF_8));
        assertEquals(0, posix.read(again, buffer, 0, 10));
        posix.close(again);
        fails(Errno.EBADF, () -> posix.read(again, buffer, 0, 1));
    }

    @Test
    void copiesAndSeeksHoles() throws Exception {
        int from = posix.open(at, "from", O_RDWR | O_CREAT, 0600);
        int to = posix.open(at, "to", O_RDWR | O_CREAT, 0600);
        write(from, "0123456789");
        posix.ftruncate(from, 1 << 20);
        assertEquals(1 << 20, posix.seek(from, 0, Posix.SEEK_END));
        assertTrue(posix.seek(from, 0, Posix.SEEK_HOLE) >= 10);
        fails(Errno.ENXIO, () -> posix.seek(from, 2 << 20, Posix.SEEK_DATA));
        assertEquals(3, posix.seek(from, 3, Posix.SEEK_SET));
        assertEquals(4, posix.copyRange(from, to, 4));
        assertEquals("3456", Files.readString(dir.resolve("to")));
        fails(Errno.EBADF, () -> posix.copyRange(9999, to, 4));
    }

    @Test
    void statTellsTypeModeSizeAndTimes() throws Exception {
        int file = posix.open(at, "f", O_WRONLY | O_CREAT, 0600);
        write(file, "12345");
        posix.changeMode(at, "f", 04751);
        posix.setTimes(at, "f", 4567890123L, 123456789);
        FileStatus byName = posix.stat(at, "f", 0);
        FileStatus byDescriptor = posix.stat(file, "", 0);
        for (FileStatus st : List.of(byName, byDescriptor)) {
            assertTrue(st.isRegular());
            assertEquals(04751, st.permissions());
            assertEquals(5, st.size());
            assertEquals(4567890123L, st.mtimeSeconds());
            assertEquals(123456789, st.mtimeNanos());
            assertEquals(posix.getUid(), st.uid());
            assertEquals(1, st.links());
            assertEquals(Files.getAttribute(dir.resolve("f"), "unix:ino"), st.inode());
            assertEquals(Files.getAttribute(dir.resolve("f"), "unix:dev"), st.dev());
        }
        assertTrue(posix.stat(at, ".", 0).isDirectory());
        FileStatus nul = posix.stat(AT_FDCWD, "/dev/null", 0);
        assertEquals(1, nul.major());
        assertEquals(3, nul.minor());
        fails(Errno.ENOENT, () -> posix.stat(AT_FDCWD, "", 0));
    }

    @Test
    void changesModeAndTimesOfAnOpenedPath() throws Exception {
        posix.close(posix.open(at, "f", O_WRONLY | O_CREAT, 0600));
        int path = posix.open(at, "f", O_PATH, 0);
        posix.changeMode(path, "", 0640);
        posix.setTimes(path, "", 5, 6);
        FileStatus st = posix.stat(at, "f", 0);
        assertEquals(0640, st.permissions());
        assertEquals(5, st.mtimeSeconds());
        assertEquals(6, st.mtimeNanos());
    }

    @Test
    void linksAreNotFollowed() throws Exception {
        posix.close(posix.open(at, "target", O_WRONLY | O_CREAT, 0600));
        posix.symlink("target", at, "link");
        assertEquals("target", posix.readLink(at, "link"));
        assertTrue(posix.stat(at, "link", AT_SYMLINK_NOFOLLOW).isSymlink());
        assertTrue(posix.stat(at, "link", 0).isRegular());
        fails(Errno.ELOOP, () -> posix.open(at, "link", O_RDONLY | O_NOFOLLOW, 0));
        fails(Errno.EOPNOTSUPP, () -> posix.changeMode(at, "link", 0777));
        posix.setTimes(at, "link", 77, 0);
        assertEquals(77, posix.stat(at, "link", AT_SYMLINK_NOFOLLOW).mtimeSeconds());
        assertEquals(0600, posix.stat(at, "target", 0).permissions());
        posix.link(at, "link", at, "second");
        assertTrue(posix.stat(at, "second", AT_SYMLINK_NOFOLLOW).isSymlink());
        fails(Errno.ENOTDIR, () -> posix.open(at, "target", O_RDONLY | O_DIRECTORY, 0));
    }

    @Test
    void resolvesInsideARoot() throws Exception {
        posix.makeDirectory(at, "root", 0755);
        posix.symlink("/inside", at, "root/absolute");
        posix.symlink("../../../outside", at, "root/up");
        posix.close(posix.open(at, "outside", O_WRONLY | O_CREAT, 0600));
        int root = posix.open(at, "root", O_RDONLY | O_DIRECTORY, 0);
        fails(Errno.ENOENT, () -> posix.openResolving(root, "up", O_RDONLY, 0, Posix.RESOLVE_IN_ROOT));
        fails(Errno.EXDEV, () -> posix.openResolving(root, "up", O_RDONLY, 0, Posix.RESOLVE_BENEATH));
        fails(Errno.ELOOP, () -> posix.openResolving(root, "absolute", O_RDONLY, 0, Posix.RESOLVE_NO_SYMLINKS));
        int made = posix.openResolving(root, "/absolute", O_WRONLY | O_CREAT, 0640, Posix.RESOLVE_IN_ROOT);
        posix.close(made);
        assertTrue(Files.exists(dir.resolve("root/inside")));
        int opened = posix.openResolving(root, "absolute", O_PATH | O_NOFOLLOW, 0, Posix.RESOLVE_IN_ROOT);
        assertEquals("/inside", posix.readLink(opened, ""));
    }

    @Test
    void renamesAndRemoves() throws Exception {
        posix.makeDirectory(at, "d", 0700);
        posix.rename(at, "d", at, "e");
        assertFalse(Files.exists(dir.resolve("d")));
        posix.close(posix.open(at, "e/f", O_WRONLY | O_CREAT, 0600));
        fails(Errno.ENOTEMPTY, () -> posix.unlink(at, "e", Posix.AT_REMOVEDIR));
        posix.unlink(at, "e/f", 0);
        posix.unlink(at, "e", Posix.AT_REMOVEDIR);
        PosixException gone = assertThrows(PosixException.class, () -> posix.unlink(at, "e", 0));
        assertEquals("unlink e: no such file or directory", gone.getMessage());
    }

    @Test
    void listsADirectoryAgainAndAgain() throws Exception {
        for (int i = 0; i < 400; i++) {
            posix.makeNode(at, "x".repeat(200) + i, 0100600, 0);
        }
        assertEquals(400, posix.list(at).length);
        assertEquals(400, posix.list(at).length);
        fails(Errno.EBADF, () -> posix.list(9999));
    }

    @Test
    void namesThatAreNotUtf8Survive() throws Exception {
        List<String> names =
                List.of("a\udcffb", "\udc80", "ünïcode-\u20ac-\ud83d\ude00", "\udced\udca0\udc80", "\udcc3");
        for (String name : names) {
            posix.close(posix.open(at, name, O_WRONLY | O_CREAT, 0600));
        }
        String[] found = posix.list(at);
        Arrays.sort(found);
        String[] expected = names.toArray(new String[0]);
        Arrays.sort(expected);
        assertArrayEquals(expected, found);
        fails(Errno.EINVAL, () -> posix.unlink(at, "a\0b", 0));
        fails(Errno.EINVAL, () -> posix.unlink(at, "\ud800", 0));
        fails(Errno.ENAMETOOLONG, () -> posix.unlink(at, "x".repeat(5000), 0));
    }

    @Test
    void makesFifosAndDevices() throws Exception {
        posix.makeNode(at, "fifo", FileStatus.S_IFIFO | 0600, 0);
        assertEquals(FileStatus.S_IFIFO, posix.stat(at, "fifo", 0).type());
        assumeTrue(posix.getEuid() == 0, "device nodes need root");
        posix.makeNode(at, "dev", FileStatus.S_IFCHR | 0600, FileStatus.makeDevice(300, 70000));
        FileStatus st = posix.stat(at, "dev", 0);
        assertEquals(300, st.major());
        assertEquals(70000, st.minor());
        posix.changeOwner(at, "dev", 4000000000L, 7, AT_SYMLINK_NOFOLLOW);
        assertEquals(4000000000L, posix.stat(at, "dev", 0).uid());
        assertEquals(7, posix.stat(at, "dev", 0).gid());
    }

    @Test
    void keepsExtendedAttributes() throws Exception {
        int file = posix.open(at, "f", O_RDWR | O_CREAT, 0600);
        int path = posix.open(at, "f", O_PATH, 0);
        byte[] value = {1, 0, -1};
        try {
            posix.setXattr(at, "f", "user.jpod", value);
        } catch (PosixException e) {
            assumeTrue(e.errno() != Errno.EOPNOTSUPP, "the file system of " + dir + " has no user attributes");
            throw e;
        }
        posix.setXattr(path, "", "user.empty", new byte[0]);
        assertArrayEquals(value, posix.getXattr(AT_FDCWD, dir.resolve("f").toString(), "user.jpod"));
        assertArrayEquals(value, posix.getXattr(file, "", "user.jpod"));
        assertArrayEquals(new byte[0], posix.getXattr(at, "f", "user.empty"));
        String[] names = posix.listXattrs(at, "f");
        assertTrue(Arrays.asList(names).containsAll(List.of("user.jpod", "user.empty")), Arrays.toString(names));
        posix.removeXattr(at, "f", "user.jpod");
        assertNull(posix.getXattr(at, "f", "user.jpod"));
    }

    @Test
    void knowsTheFileSystem() throws Exception {
        assertEquals(0x9fa0, posix.fileSystemType("/proc"));
        fails(Errno.ENOENT, () -> posix.fileSystemType(dir.resolve("none").toString()));
    }

    @Test
    void mountFailuresNameTheTarget() {
        String place = dir.resolve("nowhere").toString();
        PosixException e = assertThrows(
                PosixException.class, () -> posix.mount("tmpfs", place, "tmpfs", Posix.MS_NODEV, "mode=700"));
        assertTrue(e.getMessage().startsWith("mount " + place + ": "), e.getMessage());
        assertThrows(PosixException.class, () -> posix.unmount(place, Posix.MNT_DETACH));
    }

    @Test
    void locksExcludeEachOther() throws Exception {
        int first = posix.open(at, "lock", O_RDWR | O_CREAT, 0600);
        int second = posix.open(at, "lock", O_RDWR | O_CREAT, 0600);
        posix.flock(first, Posix.LOCK_EX);
        fails(Errno.EAGAIN, () -> posix.flock(second, Posix.LOCK_EX | Posix.LOCK_NB));
        posix.flock(first, Posix.LOCK_UN);
        posix.flock(second, Posix.LOCK_SH | Posix.LOCK_NB);
        posix.flock(first, Posix.LOCK_SH | Posix.LOCK_NB);
    }

    @Test
    void pollTellsWhatIsReady() throws Exception {
        int[] ends = posix.pipe();
        short[] ready = new short[2];
        int[] both = {ends[0], ends[1]};
        short[] wanted = {Posix.POLLIN, Posix.POLLOUT};
        assertEquals(1, posix.poll(both, wanted, ready, 0));
        assertArrayEquals(new short[] {0, Posix.POLLOUT}, ready);
        posix.close(ends[1]);
        assertEquals(1, posix.poll(new int[] {ends[0]}, new short[] {Posix.POLLIN}, new short[1], 1000));
        assertEquals(0, posix.poll(new int[0], new short[0], new short[0], 1));
        posix.close(ends[0]);
    }
}
