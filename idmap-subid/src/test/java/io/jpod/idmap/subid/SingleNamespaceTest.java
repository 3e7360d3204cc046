package io.jpod.idmap.subid;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.api.idmap.IdRange;
import io.jpod.testkit.host.FakeHostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleNamespaceTest {
    @TempDir
    private Path proc;

    @Test
    void theUserIsRootAndAloneAndNobodyIsWarned() throws IOException {
        SingleNamespace namespace = new SingleNamespace(new FakeHostFacts(), proc);
        assertEquals(List.of(new IdRange(0, 1000, 1)), namespace.plan().uids());
        assertEquals(List.of(new IdRange(0, 1000, 1)), namespace.plan().gids());
        assertEquals(Optional.empty(), namespace.shortage());
        Files.createDirectories(proc.resolve("7"));
        namespace.map(7);
        assertEquals("deny", Files.readString(proc.resolve("7/setgroups")));
        assertEquals("0 1000 1\n", Files.readString(proc.resolve("7/uid_map")));
        assertEquals("0 1000 1\n", Files.readString(proc.resolve("7/gid_map")));
    }
}
