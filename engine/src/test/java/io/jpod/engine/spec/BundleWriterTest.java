package io.jpod.engine.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.request.DeviceSpec;
import io.jpod.engine.request.FilesystemOptions;
import io.jpod.engine.request.MountSpec;
import io.jpod.engine.request.NamespaceMode;
import io.jpod.engine.request.NetworkOptions;
import io.jpod.engine.request.ProcessOptions;
import io.jpod.engine.request.SecurityOptions;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleWriterTest {
    @TempDir
    Path directory;

    private SpecFixture fixture;

    @BeforeEach
    void makeRoot() throws IOException {
        fixture = new SpecFixture(directory);
    }

    private static NamespaceMode mode(String kind) {
        return NamespaceMode.builder().kind(kind).build();
    }

    /** The golden file is podman 4.3.1's configuration for the same command, with paths and ids replaced. */
    @Test
    void plainRunIsPodmans() throws IOException {
        JsonObject spec = fixture.write(SpecFixture.request());
        spec.getObject("linux").put("seccomp", "SECCOMP");
        spec.getObject("process").put("rlimits", "RLIMITS");
        String actual = Json.pretty(spec, "  ").replace(directory.toString(), "DIR");
        try (InputStream golden = BundleWriterTest.class.getResourceAsStream("plain.json")) {
            assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8).strip(), actual.strip());
        }
    }

    @Test
    void namedUserGetsItsGroupsAndNoCapabilities() throws IOException {
        JsonObject process = fixture.write(SpecFixture.request()
                        .process(SpecFixture.process().user("u").build()))
                .getObject("process");
        assertEquals(1000, process.getObject("user").getLong("uid", -1));
        assertEquals(List.of(1000L, 10L, 29L), process.getObject("user").getList("additionalGids"));
        assertTrue(process.getStrings("env").contains("HOME=/home/u"));
        assertFalse(process.getObject("capabilities").has("effective"));
        assertTrue(process.getObject("capabilities").has("bounding"));
    }

    @Test
    void unknownUserIsRefusedInPodmansWords() {
        JpodException failure = assertThrows(
                JpodException.class,
                () -> fixture.write(SpecFixture.request()
                        .process(SpecFixture.process().user("nosuch").build())));
        assertEquals("unable to find user nosuch: no matching entries in passwd file", failure.getMessage());
    }

    @Test
    void numericUserGetsALineInPasswd() throws IOException {
        fixture.write(
                SpecFixture.request().process(SpecFixture.process().user("5555").build()));
        assertTrue(Files.readString(fixture.rootfs.resolve("etc/passwd"))
                .endsWith("5555:*:5555:0:container user:/:/bin/sh\n"));
    }

    @Test
    void numericUserOfReadOnlyRootGetsACopy() throws IOException {
        String before = Files.readString(fixture.rootfs.resolve("etc/passwd"));
        JsonObject spec = fixture.write(SpecFixture.request()
                .process(SpecFixture.process().user("5555").build())
                .filesystem(FilesystemOptions.builder().readOnly(true).build()));
        assertEquals(before, Files.readString(fixture.rootfs.resolve("etc/passwd")));
        Path copy = Path.of(SpecFixture.mount(spec, "/etc/passwd").getString("source", ""));
        assertTrue(Files.readString(copy).contains("5555:*:5555:0"));
    }

    @Test
    void passwdThatIsALinkOutOfTheRootIsNeitherReadNorWritten() throws IOException {
        Path outside = directory.resolve("outside");
        Files.writeString(outside, "evil:x:4242:0::/:/bin/sh\n");
        Files.delete(fixture.rootfs.resolve("etc/passwd"));
        Files.createSymbolicLink(fixture.rootfs.resolve("etc/passwd"), outside);
        fixture.write(
                SpecFixture.request().process(SpecFixture.process().user("5555").build()));
        assertEquals("evil:x:4242:0::/:/bin/sh\n", Files.readString(outside));
        assertThrows(
                JpodException.class,
                () -> fixture.write(SpecFixture.request()
                        .process(SpecFixture.process().user("evil").build())));
    }

    @Test
    void workingDirectoryOfTheImageIsMadeInsideTheRoot() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.createSymbolicLink(fixture.rootfs.resolve("srv"), outside);
        fixture.image =
                fixture.image.toBuilder().workingDirectory("/../../app/data").build();
        fixture.write(SpecFixture.request());
        assertTrue(Files.isDirectory(fixture.rootfs.resolve("app/data")));

        fixture.image = fixture.image.toBuilder().workingDirectory("/srv/data").build();
        assertThrows(JpodException.class, () -> fixture.write(SpecFixture.request()));
        assertEquals(0, outside.toFile().list().length);
    }

    @Test
    void workingDirectoryOfTheCallerMustExist() {
        JpodException failure = assertThrows(
                JpodException.class,
                () -> fixture.write(SpecFixture.request()
                        .process(SpecFixture.process()
                                .workingDirectory("/nosuch")
                                .build())));
        assertEquals(ErrorCode.COMMAND_NOT_INVOKABLE, failure.code());
        assertEquals("workdir \"/nosuch\" does not exist on container " + SpecFixture.ID, failure.getMessage());
    }

    @Test
    void privilegedHasAllDevicesAndNothingHidden() throws IOException {
        JsonObject spec = fixture.write(SpecFixture.request()
                .security(SecurityOptions.builder().privileged(true).build()));
        assertFalse(spec.getObject("linux").has("maskedPaths"));
        assertFalse(spec.getObject("linux").has("seccomp"));
        assertEquals(
                List.of("slave", "nosuid", "noexec", "rw", "rbind"),
                SpecFixture.mount(spec, "/dev/null").getStrings("options"));
        assertEquals("rslave", spec.getObject("linux").getString("rootfsPropagation", ""));
        assertTrue(SpecFixture.mount(spec, "/sys").getStrings("options").contains("rw"));
    }

    @Test
    void deviceIsMountedRootlessAndMadeByRoot() throws IOException {
        DeviceSpec device = DeviceSpec.builder()
                .hostPath("/dev/null")
                .containerPath("/dev/nix")
                .permissions("r")
                .build();
        SecurityOptions security =
                SecurityOptions.builder().devices(List.of(device)).build();
        JsonObject mounted = fixture.write(SpecFixture.request().security(security));
        assertEquals(
                List.of("slave", "nosuid", "noexec", "ro", "rbind"),
                SpecFixture.mount(mounted, "/dev/nix").getStrings("options"));
        fixture.host.rootless = false;
        JsonObject made = fixture.write(SpecFixture.request().security(security));
        assertNull(SpecFixture.mount(made, "/dev/nix"));
        JsonObject node = made.getObject("linux").getObjects("devices").get(0);
        assertEquals(
                "c 1:3", node.getString("type", "") + " " + node.getLong("major", 0) + ":" + node.getLong("minor", 0));
    }

    @Test
    void hostNetworkShowsTheHostsSysAndHidesItsKernelPart() throws IOException {
        JsonObject spec = fixture.write(SpecFixture.request()
                .namespaces(SpecFixture.namespaces().network(mode("host")).build()));
        assertEquals("bind", SpecFixture.mount(spec, "/sys").getString("type", ""));
        assertNull(SpecFixture.mount(spec, "/sys/fs/cgroup"));
        assertEquals(
                "/sys/kernel", spec.getObject("linux").getStrings("maskedPaths").get(0));
        assertFalse(spec.getObject("linux").has("sysctl"));
    }

    @Test
    void mountsOfTheUserTakeTheUsualPlaces() throws IOException {
        MountSpec dev = MountSpec.builder()
                .type("bind")
                .source("/dev")
                .destination("/dev/")
                .build();
        MountSpec hosts = MountSpec.builder()
                .type("bind")
                .source("/etc/hosts")
                .destination("/etc/hosts")
                .options(List.of("ro"))
                .build();
        JsonObject spec = fixture.write(SpecFixture.request()
                .filesystem(
                        FilesystemOptions.builder().mounts(List.of(dev, hosts)).build()));
        assertNull(SpecFixture.mount(spec, "/dev/pts"));
        assertEquals("/etc/hosts", SpecFixture.mount(spec, "/etc/hosts").getString("source", ""));
        assertTrue(SpecFixture.mount(spec, "/etc/hosts").getStrings("options").contains("ro"));
    }

    @Test
    void sharedMemoryIsMountedForOthersToJoinAndReleased() throws IOException {
        fixture.write(SpecFixture.request());
        String point = fixture.userdata.resolve("shm").toString();
        assertEquals(List.of("mount " + point), fixture.mounted);
        new BundleWriter(fixture.context, fixture.volumes).release(fixture.userdata, fixture.overlays);
        assertEquals(List.of("mount " + point, "unmount " + point), fixture.mounted);
    }

    private void hook(String directory, String name, String when, String stages) throws IOException {
        Path home = Files.createDirectories(this.directory.resolve(directory));
        Files.writeString(
                home.resolve(name),
                "{\"version\":\"1.0.0\",\"hook\":{\"path\":\"/bin/sh\",\"args\":[\"sh\",\"" + directory
                        + "\"],\"timeout\":3},\"when\":" + when + ",\"stages\":" + stages + "}");
        fixture.settings.put(
                "engine",
                new JsonObject()
                        .put(
                                "hooks_dir",
                                List.of(
                                        this.directory.resolve("one").toString(),
                                        this.directory.resolve("two").toString())));
    }

    @Test
    void hooksThatFitAreGivenToTheRuntime() throws IOException {
        hook("one", "a.json", "{\"always\":true}", "[\"prestart\"]");
        hook("two", "a.json", "{\"always\":true}", "[\"createRuntime\",\"poststop\"]");
        hook("one", "b.json", "{\"commands\":[\"^/bin/no\"],\"always\":true}", "[\"prestart\"]");
        hook("one", "c.json", "{\"hasBindMounts\":true}", "[\"prestart\"]");
        hook("one", "d.json", "{\"annotations\":{\"^k$\":\"v\"}}", "[\"poststart\"]");
        hook("one", "e.json", "{\"hasBindMounts\":false,\"commands\":[\"^$\",\".\"]}", "[\"startContainer\"]");
        JsonObject hooks = fixture.write(SpecFixture.request()).getObject("hooks");
        assertEquals(List.of("createRuntime", "poststop", "startContainer"), List.copyOf(hooks.names()));
        JsonObject hook = hooks.getObjects("poststop").get(0);
        assertEquals(List.of("sh", "two"), hook.getStrings("args"));
        assertEquals(3, hook.getInt("timeout", 0));
    }

    @Test
    void aHookThatCannotBeUnderstoodIsNamed() throws IOException {
        hook("one", "a.json", "{\"always\":true}", "[\"precreate\"]");
        JpodException failure = assertThrows(JpodException.class, () -> fixture.write(SpecFixture.request()));
        assertEquals(
                "setting up OCI hooks: parsing hook \"" + directory.resolve("one/a.json")
                        + "\": unknown stage \"precreate\"",
                failure.getMessage());
        hook("one", "a.json", "{\"commands\":[\"(\"]}", "[\"prestart\"]");
        assertThrows(JpodException.class, () -> fixture.write(SpecFixture.request()));
    }

    @Test
    void systemdsFileSystemsHaveTheSizeThatWasAskedFor() throws IOException {
        JsonObject spec = fixture.write(SpecFixture.request()
                .process(SpecFixture.process().systemd("always").build())
                .filesystem(FilesystemOptions.builder().shmSizeSystemd(5 << 20).build()));
        for (String place : List.of("/run", "/run/lock", "/tmp", "/var/log/journal")) {
            assertTrue(SpecFixture.mount(spec, place).getStrings("options").contains("size=5242880"), place);
        }
    }

    @Test
    void nothingIsCopiedIntoARamfs() throws IOException {
        MountSpec ramfs = MountSpec.builder().type("ramfs").destination("/m").build();
        JsonObject spec = fixture.write(SpecFixture.request()
                .filesystem(FilesystemOptions.builder().mounts(List.of(ramfs)).build()));
        JsonObject mount = SpecFixture.mount(spec, "/m");
        assertEquals("ramfs", mount.getString("type", ""));
        assertFalse(mount.getStrings("options").contains("tmpcopyup"));
    }

    @Test
    void failureReleasesWhatWasMounted() {
        ProcessOptions process =
                SpecFixture.process().groupAdd(List.of("no-such-group")).build();
        assertThrows(
                JpodException.class, () -> fixture.write(SpecFixture.request().process(process)));
        assertEquals(2, fixture.mounted.size(), fixture.mounted.toString());
    }

    @Test
    void idMapsMakeAUserNamespace() throws IOException {
        IdMapping map = new IdMapping(List.of(new IdRange(0, 1, 3)), List.of(new IdRange(0, 1, 3)));
        fixture.idMap("auto", request -> Optional.of(map));
        JsonObject spec = fixture.write(SpecFixture.request()
                .namespaces(SpecFixture.namespaces().user(mode("auto")).build()));
        JsonObject linux = spec.getObject("linux");
        assertEquals(1, linux.getObjects("uidMappings").get(0).getLong("hostID", 0));
        assertEquals("user", linux.getObjects("namespaces").get(5).getString("type", ""));
        assertFalse(SpecFixture.mount(spec, "/dev/pts").getStrings("options").contains("gid=5"));
        assertFalse(spec.getObject("process").getObject("user").has("additionalGids"));
    }

    @Test
    void filesNameHostsAndServers() throws IOException {
        fixture.write(SpecFixture.request()
                .network(NetworkOptions.builder()
                        .addHosts(List.of("foo;bar:1.2.3.4"))
                        .dnsServers(List.of("1.1.1.1"))
                        .dnsSearch(List.of("example.org"))
                        .build()));
        String hosts = Files.readString(fixture.userdata.resolve("hosts"));
        assertTrue(hosts.startsWith("1.2.3.4\tfoo bar\n"), hosts);
        assertTrue(hosts.endsWith("10.0.2.100\t0123456789ab box\n"), hosts);
        assertEquals(
                "search example.org\nnameserver 1.1.1.1\n", Files.readString(fixture.userdata.resolve("resolv.conf")));
        assertEquals("0123456789ab", Files.readString(fixture.userdata.resolve("hostname")));
    }

    @Test
    void memoryIsGivenToTheProcesssUser() throws IOException {
        MountSpec memory = MountSpec.builder()
                .type("tmpfs")
                .source("")
                .destination("/t")
                .options(List.of("U"))
                .build();
        JsonObject spec = fixture.write(SpecFixture.request()
                .filesystem(FilesystemOptions.builder().mounts(List.of(memory)).build())
                .process(SpecFixture.process().user("1000:29").build()));
        List<String> options = SpecFixture.mount(spec, "/t").getStrings("options");
        assertTrue(options.contains("uid=1000") && options.contains("gid=29"), options.toString());
    }

    @Test
    void aServiceManagerIsReachedThroughADirectoryOfTheBundle() throws IOException {
        ContainerConfig config = fixture.plan(SpecFixture.request()
                .process(ProcessOptions.builder()
                        .env(Map.of("LISTEN_FDS", "of the image", "OTHER", "stays"))
                        .build()));
        JsonObject spec = fixture.write(config, bundle -> bundle.notified(true).environment(Map.of("LISTEN_FDS", "2")));
        List<String> variables = spec.getObject("process").getStrings("env");
        assertTrue(variables.contains("NOTIFY_SOCKET=/run/notify/notify.sock"), variables::toString);
        assertTrue(variables.contains("LISTEN_FDS=2"), variables::toString);
        assertTrue(variables.contains("OTHER=stays"), variables::toString);
        assertFalse(variables.contains("LISTEN_FDS=of the image"), variables::toString);
        JsonObject mount = SpecFixture.mount(spec, "/run/notify");
        assertTrue(Files.isDirectory(Path.of(mount.getString("source", ""))));
        JsonObject other = fixture.write(SpecFixture.request());
        assertNull(SpecFixture.mount(other, "/run/notify"));
    }
}
