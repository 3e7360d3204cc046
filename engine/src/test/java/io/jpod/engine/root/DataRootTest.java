package io.jpod.engine.root;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.testkit.host.FakeHostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataRootTest {
    @TempDir
    private Path directory;

    @Test
    void usersHaveTheirOwnRoot() {
        FakeHostFacts host = new FakeHostFacts();
        host.home = Path.of("/home/x");
        assertEquals(Path.of("/home/x/.local/share/jpod"), DataRoot.locate("", host));
        host.environment.put("XDG_DATA_HOME", "/data");
        assertEquals(Path.of("/data/jpod"), DataRoot.locate("", host));
        assertEquals(Path.of("/given"), DataRoot.locate("/given/x/..", host));
        host.rootless = false;
        assertEquals(Path.of("/var/lib/jpod"), DataRoot.locate("", host));
    }

    @Test
    void newRootIsMarkedAndClosed() throws IOException {
        Path root = directory.resolve("a/b");
        DataRoot.checkFormat(root);
        DataRoot.checkFormat(root);
        assertEquals("1\n", Files.readString(root.resolve("format")));
        assertEquals("rwx--x--x", PosixFilePermissions.toString(Files.getPosixFilePermissions(root)));
    }

    @Test
    void newerFormatIsRefusedWithARemedy() throws IOException {
        Files.writeString(directory.resolve("format"), "2\n");
        JpodException thrown = assertThrows(JpodException.class, () -> DataRoot.checkFormat(directory));
        assertTrue(thrown.getMessage().contains("format 2"), thrown.getMessage());
        assertTrue(thrown.remedy().isPresent(), "remedy");
    }
}
