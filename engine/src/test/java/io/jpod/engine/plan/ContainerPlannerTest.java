package io.jpod.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.when;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.idmap.IdRange;
import io.jpod.engine.Containers;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.container.ContainerState;
import io.jpod.engine.request.CreateRequest;
import io.jpod.engine.request.FilesystemOptions;
import io.jpod.engine.request.LifecycleOptions;
import io.jpod.engine.request.MountSpec;
import io.jpod.engine.request.NamespaceMode;
import io.jpod.engine.request.NetworkOptions;
import io.jpod.engine.request.PortRequest;
import io.jpod.engine.request.ProcessOptions;
import io.jpod.engine.request.ResourceLimits;
import io.jpod.engine.request.SecurityOptions;
import io.jpod.engine.spec.SpecFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerPlannerTest {
    @TempDir
    Path directory;

    private SpecFixture fixture;

    @BeforeEach
    void makeHost() throws IOException {
        fixture = new SpecFixture(directory);
    }

    private static NamespaceMode mode(String kind, String value) {
        return NamespaceMode.builder().kind(kind).value(value).build();
    }

    private static CreateRequest.Builder with(ProcessOptions.Builder process) {
        return SpecFixture.request().process(process.build());
    }

    private static CreateRequest.Builder with(MountSpec... mounts) {
        return SpecFixture.request()
                .filesystem(FilesystemOptions.builder().mounts(List.of(mounts)).build());
    }

    private static MountSpec mount(String type, String source, String destination) {
        return MountSpec.builder()
                .type(type)
                .source(source)
                .destination(destination)
                .build();
    }

    private void refuses(CreateRequest.Builder request, String message) {
        JpodException failure = assertThrows(JpodException.class, () -> fixture.plan(request));
        StringBuilder text = new StringBuilder(failure.getMessage());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            text.append(": ").append(cause.getMessage());
        }
        assertEquals(message, text.toString());
    }

    @Test
    void imageGivesCommandEnvironmentUserAndVolumes() {
        fixture.image = fixture.image.toBuilder()
                .entrypoint(List.of("/entry"))
                .command(List.of("arg"))
                .user("u")
                .workingDirectory("/work")
                .stopSignal("SIGINT")
                .volumes(List.of("/data", "/../etc/x"))
                .exposedPorts(List.of("80/tcp", "nonsense"))
                .labels(Map.of("a", "image", "b", "image"))
                .build();
        ContainerConfig config =
                fixture.plan(with(SpecFixture.process().command(List.of())).labels(Map.of("a", "caller")));
        assertEquals(List.of("/entry"), config.entrypoint());
        assertEquals(List.of("arg"), config.command());
        assertEquals("u", config.userSpec());
        assertEquals("/work", config.workingDirectory());
        assertEquals(2, config.stopSignal());
        assertEquals(Map.of("a", "caller", "b", "image"), config.labels());
        assertEquals(List.of("80/tcp"), config.exposedPorts());
        assertEquals(2, config.anonymousVolumes().size());
        assertEquals("/etc/x", config.mounts().get(1).destination());
        assertEquals("bar", config.env().get("FOO"));
        assertEquals("podman", config.env().get("container"));
        assertEquals("0123456789ab", config.env().get("HOSTNAME"));
    }

    @Test
    void providersAreAskedForWithoutAnImage() {
        ContainerPlanner planner = new ContainerPlanner(fixture.context, directory);
        planner.requireProviders(SpecFixture.request().build(), fixture.lookup());
        CreateRequest.Builder network = SpecFixture.request()
                .namespaces(SpecFixture.namespaces().network(mode("nosuch", "")).build());
        JpodException failure =
                assertThrows(JpodException.class, () -> planner.requireProviders(network.build(), fixture.lookup()));
        assertEquals("unable to find network with name or ID nosuch: network not found", failure.getMessage());
        CreateRequest.Builder ids = SpecFixture.request()
                .namespaces(SpecFixture.namespaces().user(mode("nosuch", "")).build());
        failure = assertThrows(JpodException.class, () -> planner.requireProviders(ids.build(), fixture.lookup()));
        assertEquals("unrecognized namespace mode nosuch passed", failure.getMessage());
        when(fixture.providers.runtime("")).thenThrow(JpodException.usage("no runtime"));
        failure = assertThrows(
                JpodException.class,
                () -> planner.requireProviders(SpecFixture.request().build(), fixture.lookup()));
        assertEquals("no runtime", failure.getMessage());
    }

    @Test
    void entrypointOfTheCallerTakesTheImagesCommandAway() {
        fixture.image = fixture.image.toBuilder().command(List.of("arg")).build();
        ContainerConfig config = fixture.plan(with(
                SpecFixture.process().command(List.of()).entrypointGiven(true).entrypoint(List.of("/bin/ls"))));
        assertEquals(List.of("/bin/ls"), config.entrypoint());
        assertEquals(List.of(), config.command());
        refuses(
                with(SpecFixture.process().command(List.of()).entrypointGiven(true)),
                "no command or entrypoint provided, and no CMD or ENTRYPOINT from image");
    }

    @Test
    void variablesOfTheCallerWinOverMergedOnes() {
        ContainerConfig config = fixture.plan(with(SpecFixture.process()
                .env(Map.of("FOO", "caller"))
                .envMerge(Map.of("FOO", "${FOO}-x", "PATH", "/x:$PATH"))
                .unsetEnv(List.of("TERM"))));
        assertEquals("caller", config.env().get("FOO"));
        assertTrue(config.env().get("PATH").startsWith("/x:/usr/local/sbin:"));
        assertFalse(config.env().containsKey("TERM"));
    }

    @Test
    void namespacesAreResolvedAndNamesBecomeIds() {
        ContainerConfig other = fixture.plan(SpecFixture.request()).toBuilder()
                .id("f".repeat(64))
                .build();
        fixture.others.add(
                new Containers.Snapshot("web", other, ContainerState.builder().build()));
        ContainerConfig config = fixture.plan(SpecFixture.request()
                .namespaces(SpecFixture.namespaces()
                        .network(mode("container", "web"))
                        .ipc(mode("container", "web"))
                        .build()));
        assertEquals("f".repeat(64), config.network().value());
        assertEquals("f".repeat(64), config.request().namespaces().ipc().value());
        assertEquals("private", config.request().namespaces().pid().kind());
        assertEquals("host", config.user().kind());
        assertEquals(List.of("f".repeat(64)), config.dependencies());
        refuses(
                SpecFixture.request()
                        .namespaces(SpecFixture.namespaces()
                                .pid(mode("container", "nosuch"))
                                .build()),
                "looking up container to share pid namespace with: no container with name or ID \"nosuch\" found: no such container");
        refuses(
                SpecFixture.request()
                        .namespaces(
                                SpecFixture.namespaces().pid(mode("foo", "")).build()),
                "unrecognized namespace mode foo passed");
    }

    @Test
    void mountsAreCheckedInPodmansWords() {
        refuses(with(mount("bind", "/tmp", "/a"), mount("tmpfs", "", "/a/")), "/a: duplicate mount destination");
        refuses(with(mount("bind", "/no/such", "/a")), "statfs /no/such: no such file or directory");
        refuses(with(mount("volume", "x", "rel")), "invalid container path \"rel\", must be an absolute path");
        refuses(
                with(mount("volume", "a/b", "/a")),
                "creating named volume \"a/b\": running volume create option: names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*: invalid argument");
    }

    @Test
    void volumesFromTakesOverWithOtherAccess() {
        ContainerConfig other = fixture.plan(with(mount("volume", "data", "/data"), mount("tmpfs", "", "/t")));
        fixture.others.add(
                new Containers.Snapshot("web", other, ContainerState.builder().build()));
        ContainerConfig config = fixture.plan(SpecFixture.request()
                .filesystem(FilesystemOptions.builder()
                        .volumesFrom(List.of("web:ro"))
                        .build()));
        assertEquals(1, config.mounts().size());
        assertEquals(List.of("ro"), config.mounts().get(0).options());
        assertEquals(List.of(), config.anonymousVolumes());
    }

    @Test
    void conflictsAreRefusedInPodmansWords() {
        refuses(
                SpecFixture.request()
                        .lifecycle(LifecycleOptions.builder()
                                .remove(true)
                                .restartPolicy("always")
                                .build()),
                "the --rm option conflicts with --restart, when the restartPolicy is not \"\" and \"no\"");
        refuses(
                with(SpecFixture.process().umask("999")),
                "running container create option: invalid umask string 999: invalid argument");
        refuses(
                with(SpecFixture.process().groupAdd(List.of("keep-groups", "wheel"))),
                "the '--group-add keep-groups' option is not allowed with any other --group-add options");
        refuses(
                SpecFixture.request()
                        .security(SecurityOptions.builder().seccomp("/no/such").build()),
                "opening seccomp profile failed: open /no/such: no such file or directory");
        refuses(
                SpecFixture.request()
                        .namespaces(SpecFixture.namespaces()
                                .network(mode("host", ""))
                                .sysctls(Map.of("net.ipv4.ip_forward", "1"))
                                .build()),
                "sysctl net.ipv4.ip_forward=1 can't be set since Network Namespace set to host: invalid argument");
        refuses(
                SpecFixture.request()
                        .namespaces(
                                SpecFixture.namespaces().uts(mode("host", "")).build())
                        .network(NetworkOptions.builder().hostname("x").build()),
                "invalid config provided: cannot set hostname when running in the host UTS namespace: invalid configuration");
    }

    @Test
    void limitWithoutCgroupNamesWhatIsMissingAndTheDefaultOneIsDropped() {
        JpodException failure = assertThrows(
                JpodException.class,
                () -> fixture.plan(SpecFixture.request()
                        .resources(ResourceLimits.builder().memory(100L << 20).build())));
        assertEquals(ErrorCode.HOST, failure.code());
        assertEquals(
                "--memory cannot be enforced: no cgroup is delegated to this user (cgroups: unified)",
                failure.getMessage());
        assertTrue(failure.remedy().isPresent());
        fixture.plan(SpecFixture.request());
    }

    @Test
    void whatNeedsACgroupIsRefusedByTheFlagThatWasGiven() {
        String reason = " cannot be enforced: no cgroup is delegated to this user (cgroups: unified)";
        refuses(
                SpecFixture.request()
                        .resources(ResourceLimits.builder()
                                .cpuPeriod(100_000)
                                .cpuQuota(50_000)
                                .build()),
                "--cpus" + reason);
        refuses(
                SpecFixture.request()
                        .resources(ResourceLimits.builder().cpuQuota(50_000).build()),
                "--cpu-quota" + reason);
        refuses(
                SpecFixture.request()
                        .namespaces(
                                SpecFixture.namespaces().cgroupParent("/other").build()),
                "--cgroup-parent" + reason);
    }

    @Test
    void aModeOfTheUserNamespaceWithWordsThatItDoesNotKnowIsRefused() {
        refuses(
                SpecFixture.request()
                        .namespaces(
                                SpecFixture.namespaces().user(mode("host", "x")).build()),
                "unrecognized namespace mode host:x passed");
        assertEquals(Map.of("bogus", ""), IdMapRules.words("bogus"));
    }

    @Test
    void aSeccompProfileIsReadBeforeAnythingIsMade() throws IOException {
        Path damaged = Files.writeString(directory.resolve("profile"), "{");
        JpodException failure = assertThrows(
                JpodException.class,
                () -> fixture.plan(SpecFixture.request()
                        .security(SecurityOptions.builder()
                                .seccomp(damaged.toString())
                                .build())));
        assertEquals(ErrorCode.USAGE, failure.code());
        assertEquals("loading seccomp profile (" + damaged + ") failed", failure.getMessage());
    }

    @Test
    void allExposedPortsArePublishedOnce() {
        fixture.image = fixture.image.toBuilder()
                .exposedPorts(List.of("80/tcp", "81/udp"))
                .build();
        ContainerConfig config = fixture.plan(SpecFixture.request()
                .network(NetworkOptions.builder()
                        .publishAll(true)
                        .ports(List.of(PortRequest.builder()
                                .hostPort(18080)
                                .containerPort(80)
                                .range(1)
                                .protocol("tcp")
                                .build()))
                        .build()));
        assertEquals(2, config.ports().size());
        assertEquals(18080, config.ports().get(0).hostPort());
        assertTrue(config.ports().get(1).hostPort() > 0);
    }

    @Test
    void systemdGetsItsSignalAndId() {
        ContainerConfig config = fixture.plan(with(SpecFixture.process().command(List.of("/sbin/init"))));
        assertEquals(37, config.stopSignal());
        assertEquals(SpecFixture.ID.substring(0, 32), config.env().get("container_uuid"));
    }

    @Test
    void signalsHaveManyNames() {
        assertEquals(9, Signals.number("KILL"));
        assertEquals(9, Signals.number("sigkill"));
        assertEquals(9, Signals.number("9"));
        assertEquals(37, Signals.number("SIGRTMIN+3"));
        assertEquals(63, Signals.number("RTMAX-1"));
        assertThrows(JpodException.class, () -> Signals.number("0"));
        assertThrows(JpodException.class, () -> Signals.number("65"));
        assertThrows(JpodException.class, () -> Signals.number("FOO"));
    }

    @Test
    void whatASharedNamespaceDecidesCannotBeAskedFor() {
        NetworkOptions dns =
                NetworkOptions.builder().dnsSearch(List.of("example.com")).build();
        refuses(
                SpecFixture.request()
                        .network(dns)
                        .namespaces(SpecFixture.namespaces()
                                .network(mode("none", ""))
                                .build()),
                "conflicting options: dns and the network mode: none");
        FilesystemOptions shm = FilesystemOptions.builder().shmSize(1024L).build();
        refuses(
                SpecFixture.request()
                        .filesystem(shm)
                        .namespaces(
                                SpecFixture.namespaces().ipc(mode("none", "")).build()),
                "invalid config provided: cannot set shmsize when running in the {none } IPC Namespace");
    }

    @Test
    void idMapsAreCutWhereTheNamespaceAboveIs() {
        List<String> lines = new ArrayList<>();
        IdMapRules.lines(
                List.of(new IdRange(0, 0, 3000)),
                List.of(new IdRange(0, 1000, 1), new IdRange(1, 100000, 1000), new IdRange(1001, 500000, 9000)),
                lines);
        assertEquals(List.of("0:0:1", "1:1:1000", "1001:1001:1999"), lines);
    }
}
