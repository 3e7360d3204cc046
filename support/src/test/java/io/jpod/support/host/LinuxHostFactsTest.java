package io.jpod.support.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.host.CgroupMode;
import io.jpod.api.idmap.IdRange;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxHostFactsTest {
    private static final String INITIAL = "         0          0 4294967295\n";
    private static final String ENGINE = "         0       1000          1\n         1     100000      65536\n";

    @TempDir
    private Path root;

    private final Map<String, String> environment = new HashMap<>();
    private final Set<String> cgroup2 = new HashSet<>();
    private int uid = 1000;
    private int owner = 1000;

    @BeforeEach
    void initialNamespace() throws IOException {
        ids(INITIAL);
        write("etc/passwd", "root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000:,,,:/home/ann:/bin/sh\n");
    }

    private void ids(String map) throws IOException {
        write("proc/self/uid_map", map);
        write("proc/self/gid_map", map);
    }

    private Path write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private LinuxHostFacts facts() {
        Posix posix = (Posix) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Posix.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "getUid", "getGid", "getEuid":
                            return uid;
                        case "fileSystemType":
                            return cgroup2.contains(root.relativize(Path.of((String) arguments[0]))
                                            .toString())
                                    ? 0x63677270L
                                    : 0x01021994L;
                        case "stat":
                            if (!Files.isDirectory(Path.of((String) arguments[1]))) {
                                throw new PosixException("stat", (String) arguments[1], 2);
                            }
                            return new FileStatus(FileStatus.S_IFDIR | 0700, owner, 0, 0, 0, 0, 1, 0, 0, 0, 0);
                        case "open":
                            throw new PosixException("open", (String) arguments[1], 13);
                        default:
                            throw new AssertionError(method.getName());
                    }
                });
        return new LinuxHostFacts(posix, environment, root);
    }

    @Test
    void userOutsideIsThemselves() {
        assertTrue(facts().rootless());
        assertEquals(1000, facts().userId());
        assertEquals("ann", facts().userName());
        assertEquals(Path.of("/home/ann"), facts().home());
    }

    @Test
    void rootInsideTheEnginesNamespaceIsTheInvokingUser() throws IOException {
        uid = 0;
        ids(ENGINE);
        assertTrue(facts().rootless());
        assertEquals(1000, facts().userId());
        assertEquals(1000, facts().groupId());
        assertEquals("ann", facts().userName());
        assertEquals(
                List.of(new IdRange(0, 1000, 1), new IdRange(1, 100000, 65536)),
                facts().namespaceIds().uids());
    }

    @Test
    void rootOutsideIsRoot() {
        uid = 0;
        assertFalse(facts().rootless());
        assertEquals(0, facts().userId());
        assertEquals(Path.of("/root"), facts().home());
    }

    @Test
    void userWithoutAccountIsNamedByTheEnvironmentOrByNumber() throws IOException {
        uid = 4711;
        assertEquals("4711", facts().userName());
        assertEquals(Path.of("/"), facts().home());
        environment.put("USER", "ldap");
        environment.put("HOME", "/net/ldap");
        assertEquals("ldap", facts().userName());
        assertEquals(Path.of("/net/ldap"), facts().home());
    }

    @Test
    void runtimeDirectoryIsAddedWhereSuAndCronLeaveItOut() throws IOException {
        assertEquals(Map.of(), facts().environment());
        Path directory = Files.createDirectories(root.resolve("run/user/1000"));
        assertEquals(Map.of("XDG_RUNTIME_DIR", directory.toString()), facts().environment());
        owner = 1001;
        assertEquals(Map.of(), facts().environment());
        environment.put("XDG_RUNTIME_DIR", "/given");
        assertEquals(Map.of("XDG_RUNTIME_DIR", "/given"), facts().environment());
    }

    @Test
    void cgroupModeIsFoundByFileSystem() throws IOException {
        assertEquals(CgroupMode.NONE, facts().cgroupMode());
        Files.createDirectories(root.resolve("sys/fs/cgroup/memory"));
        assertEquals(CgroupMode.LEGACY, facts().cgroupMode());
        cgroup2.add("sys/fs/cgroup/unified");
        assertEquals(CgroupMode.HYBRID, facts().cgroupMode());
        cgroup2.add("sys/fs/cgroup");
        assertEquals(CgroupMode.UNIFIED, facts().cgroupMode());
    }

    @Test
    void highestWritableGroupIsTheDelegatedOne() throws IOException {
        cgroup2.add("sys/fs/cgroup");
        write("proc/self/cgroup", "1:cpu:/\n0::/user.slice/own/leaf\n");
        assertEquals(Optional.empty(), facts().delegatedCgroup());
        write("sys/fs/cgroup/user.slice/own/cgroup.procs", "");
        write("sys/fs/cgroup/user.slice/own/leaf/cgroup.procs", "");
        assertEquals(Optional.of(root.resolve("sys/fs/cgroup/user.slice/own")), facts().delegatedCgroup());
    }

    @Test
    void sessionWithoutDelegationUsesTheUsersServiceManager() throws IOException {
        cgroup2.add("sys/fs/cgroup");
        write("proc/self/cgroup", "0::/user.slice/user-1000.slice/session-1.scope\n");
        Path service = root.resolve("sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service");
        write("sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/cgroup.procs", "");
        assertEquals(Optional.of(service), facts().delegatedCgroup());
    }

    @Test
    void nothingIsDelegatedToUsersOfOldCgroups() throws IOException {
        Files.createDirectories(root.resolve("sys/fs/cgroup/memory"));
        assertEquals(Optional.empty(), facts().delegatedCgroup());
    }

    @Test
    void executablesAreFoundOnThePathButNotInTheCurrentDirectory() throws IOException {
        Path tool = write("bin/tool", "");
        assertTrue(tool.toFile().setExecutable(true));
        write("other/tool", "");
        environment.put("PATH", "::.:" + root.resolve("other") + ":" + root.resolve("bin"));
        assertEquals(Optional.of(tool), facts().findExecutable("tool"));
        assertEquals(Optional.of(tool), facts().findExecutable(tool.toString()));
        assertEquals(Optional.empty(), facts().findExecutable("no-such-tool"));
    }

    @Test
    void fileSystemsAreMatchedWhole() throws IOException {
        write("proc/filesystems", "nodev\ttmpfs\n\text4\nnodev\toverlay\n");
        assertTrue(facts().hasFileSystem("overlay"));
        assertTrue(facts().hasFileSystem("ext4"));
        assertFalse(facts().hasFileSystem("over"));
        assertFalse(facts().hasFileSystem("nodev"));
    }

    @Test
    void deviceThatCannotBeOpenedIsNotThere() {
        assertFalse(facts().canOpen(Path.of("/dev/net/tun")));
    }

    @Test
    void idMapsAreReadAndWrittenAsTheKernelDoes() {
        List<IdRange> ranges = IdMapFile.parse(ENGINE);
        assertEquals("0 1000 1\n1 100000 65536\n", IdMapFile.format(ranges));
        assertEquals(List.of(), IdMapFile.parse(""));
        assertEquals(List.of(new IdRange(0, 0, 4294967295L)), IdMapFile.parse(INITIAL));
    }
}
