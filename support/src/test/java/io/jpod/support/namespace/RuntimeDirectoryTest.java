package io.jpod.support.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.TestPosix;
import io.jpod.testkit.host.FakeHostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeDirectoryTest {
    @TempDir
    private Path root;

    private final Posix posix = TestPosix.load();
    private final FakeHostFacts host = new FakeHostFacts();

    private Path open() {
        return new RuntimeDirectory(posix, host, root).open();
    }

    private Path directory(String path, String mode) throws IOException {
        Path made = Files.createDirectories(root.resolve(path));
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode));
        return made;
    }

    @Test
    void usersDirectoryIsTakenWhenItIsTheirs() throws IOException {
        Path given = directory("given", "rwx------");
        host.environment.put("XDG_RUNTIME_DIR", given.toString());
        assertEquals(given.resolve("jpod"), open());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(given.resolve("jpod"))));
    }

    @Test
    void staleOrMissingVariableFallsBackToTheUsualPlace() throws IOException {
        Path usual = directory("run/user/1000", "rwx------");
        assertEquals(usual.resolve("jpod"), open());
        host.environment.put("XDG_RUNTIME_DIR", root.resolve("nowhere").toString());
        assertEquals(usual.resolve("jpod"), open());
    }

    @Test
    void withoutAnyADirectoryForTheUserAloneIsMade() throws IOException {
        directory("tmp", "rwxrwxrwx");
        assertEquals(root.resolve("tmp/jpod-run-1000/jpod"), open());
        Path made = root.resolve("tmp/jpod-run-1000");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    }

    @Test
    void linkOrOpenDirectoryIsRefused() throws IOException {
        directory("tmp", "rwxrwxrwx");
        Files.createSymbolicLink(root.resolve("tmp/jpod-run-1000"), directory("elsewhere", "rwx------"));
        JpodException link = assertThrows(JpodException.class, this::open);
        assertTrue(link.remedy().isPresent(), link.getMessage());
        Files.delete(root.resolve("tmp/jpod-run-1000"));
        directory("tmp/jpod-run-1000", "rwxrwxrwx");
        assertThrows(JpodException.class, this::open);
    }
}
