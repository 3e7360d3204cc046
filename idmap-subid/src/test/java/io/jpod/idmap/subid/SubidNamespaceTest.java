package io.jpod.idmap.subid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.api.idmap.IdRange;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import io.jpod.testkit.host.FakeHostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubidNamespaceTest {
    @TempDir
    private Path directory;

    private final List<String> started = new ArrayList<>();
    private final FakeHostFacts host = new FakeHostFacts();
    private ProcessResult answer = new ProcessResult(0, "", "");

    private final ProcessRunner processes = new ProcessRunner() {
        @Override
        public ProcessResult run(ProcessRequest request) {
            started.add(String.join(" ", request.argv()));
            return answer;
        }

        @Override
        public int spawn(ProcessRequest request) {
            throw new AssertionError("not needed");
        }
    };

    private SubidNamespace namespace(String subuid, String subgid) throws IOException {
        Files.writeString(directory.resolve("subuid"), subuid);
        Files.writeString(directory.resolve("subgid"), subgid);
        return new SubidNamespace(
                host, new SubordinateIds(directory, Optional.empty(), processes), processes, directory.resolve("proc"));
    }

    private SubidNamespace withHelpers(String subuid, String subgid) throws IOException {
        host.executables.put("newuidmap", Path.of("/usr/bin/newuidmap"));
        host.executables.put("newgidmap", Path.of("/usr/bin/newgidmap"));
        return namespace(subuid, subgid);
    }

    @Test
    void userIsRootAndSubordinateIdsFollow() throws IOException {
        SubidNamespace namespace = withHelpers("1000:100000:65535\n", "tester:200000:65535\n");
        assertEquals(
                List.of(new IdRange(0, 1000, 1), new IdRange(1, 100000, 65535)),
                namespace.plan().uids());
        assertEquals(
                List.of(new IdRange(0, 1000, 1), new IdRange(1, 200000, 65535)),
                namespace.plan().gids());
        assertEquals(Optional.empty(), namespace.shortage());
        namespace.map(77);
        assertEquals(
                List.of(
                        "/usr/bin/newgidmap 77 0 1000 1 1 200000 65535",
                        "/usr/bin/newuidmap 77 0 1000 1 1 100000 65535"),
                started);
    }

    @Test
    void severalRangesAreStacked() throws IOException {
        SubidNamespace namespace = withHelpers("tester:100000:1000\n1000:500000:65536\n", "tester:100000:65536\n");
        assertEquals(
                List.of(new IdRange(0, 1000, 1), new IdRange(1, 100000, 1000), new IdRange(1001, 500000, 65536)),
                namespace.plan().uids());
    }

    @Test
    void withoutSubordinateIdsTheUserIsMappedAlone() throws IOException {
        SubidNamespace namespace = withHelpers("", "");
        assertEquals(List.of(new IdRange(0, 1000, 1)), namespace.plan().uids());
        assertTrue(namespace.shortage().orElseThrow().contains("usermod --add-subuids"), "remedy");
        Path process = Files.createDirectories(directory.resolve("proc/77"));
        namespace.map(77);
        assertEquals("deny", Files.readString(process.resolve("setgroups")));
        assertEquals("0 1000 1\n", Files.readString(process.resolve("uid_map")));
        assertEquals("0 1000 1\n", Files.readString(process.resolve("gid_map")));
        assertEquals(List.of(), started);
    }

    @Test
    void withoutHelpersTheUserIsMappedAlone() throws IOException {
        SubidNamespace namespace = namespace("1000:100000:65536\n", "1000:100000:65536\n");
        assertEquals(List.of(new IdRange(0, 1000, 1)), namespace.plan().uids());
        assertTrue(namespace.shortage().orElseThrow().contains("install the package uidmap"), "remedy");
    }

    @Test
    void tooSmallRangeIsAnErrorThatNamesFileAndLine() throws IOException {
        SubidNamespace namespace = withHelpers("# x\ntester:100000:10\n", "tester:100000:65536\n");
        JpodException thrown = assertThrows(JpodException.class, namespace::plan);
        assertTrue(thrown.getMessage().startsWith(directory.resolve("subuid") + ":2: "), thrown.getMessage());
        assertTrue(thrown.getMessage().contains("too small"), thrown.getMessage());
    }

    @Test
    void smallRangeIsAWarning() throws IOException {
        SubidNamespace namespace = withHelpers("tester:100000:65536\n", "tester:100000:5000\n");
        assertTrue(namespace.shortage().orElseThrow().contains("subgid:1"), "file and line");
    }

    @Test
    void rangeThatHoldsTheUserIsAnError() throws IOException {
        SubidNamespace namespace = withHelpers("tester:500:65536\n", "tester:100000:65536\n");
        JpodException thrown = assertThrows(JpodException.class, namespace::plan);
        assertTrue(thrown.getMessage().contains("subuid:1: "), thrown.getMessage());
    }

    @Test
    void helperWithoutPrivilegeIsExplained() throws IOException {
        SubidNamespace namespace = withHelpers("tester:100000:65536\n", "tester:100000:65536\n");
        answer = new ProcessResult(1, "", "newgidmap: write to gid_map failed: Operation not permitted\n");
        JpodException thrown = assertThrows(JpodException.class, () -> namespace.map(77));
        assertTrue(thrown.getMessage().contains("Operation not permitted"), thrown.getMessage());
        assertTrue(thrown.remedy().orElseThrow().contains("chmod u+s"), "remedy");
    }

    @Test
    void rangeThatTheHelperRefusesIsExplained() throws IOException {
        SubidNamespace namespace = withHelpers("tester:100000:65536\n", "tester:100000:65536\n");
        answer = new ProcessResult(1, "", "newgidmap: gid range [1-65537) -> [100000-165536) not allowed\n");
        JpodException thrown = assertThrows(JpodException.class, () -> namespace.map(77));
        assertTrue(thrown.remedy().orElseThrow().contains("/etc/subgid"), "remedy");
    }
}
