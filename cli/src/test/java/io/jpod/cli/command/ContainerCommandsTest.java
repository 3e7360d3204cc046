package io.jpod.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.CliFixture;
import io.jpod.cli.FakeContainers;
import io.jpod.cli.create.CreateParser;
import io.jpod.cli.create.CreateTable;
import io.jpod.cli.option.ArgumentParser;
import io.jpod.engine.container.ContainerState;
import io.jpod.engine.request.CreateRequest;
import io.jpod.engine.request.PortRequest;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerCommandsTest {
    private static final long MADE = 1_795_472_771_000_000_000L;

    @TempDir
    Path directory;

    private CliFixture cli;

    @BeforeEach
    void open() {
        cli = new CliFixture(directory);
    }

    private CreateRequest request(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("alpine");
        ArgumentParser parser = new ArgumentParser(false, CreateTable.run()).parse(all);
        return new CreateParser(parser.options(), directory, Map.of(), true).parse(parser.arguments(), List.of());
    }

    private void threeContainers() {
        cli.containers.add(
                'a',
                "web",
                ContainerState.builder().status("running").pid(7).startedAt(MADE),
                FakeContainers.config(request("-d"))
                        .command(List.of("sleep", "1000"))
                        .labels(Map.of("x", "y"))
                        .ports(List.of(
                                port("", 8080, 80, 1, "tcp"),
                                port("127.0.0.1", 9000, 9000, 2, "udp"),
                                port("127.0.0.1", 9002, 9002, 2, "udp"))));
        cli.containers.add(
                'b',
                "box",
                ContainerState.builder().status("configured"),
                FakeContainers.config(request("-it")).command(List.of("sh", "-c", "echo a very long command line")));
        cli.containers.add(
                'e',
                "old",
                ContainerState.builder()
                        .status("exited")
                        .exitCode(3)
                        .startedAt(MADE)
                        .finishedAt(MADE + 60_000_000_000L),
                FakeContainers.config(request()).created(MADE + 1));
    }

    private static PortRequest port(String ip, int host, int container, int range, String protocol) {
        return PortRequest.builder()
                .hostIp(ip)
                .hostPort(host)
                .containerPort(container)
                .range(range)
                .protocol(protocol)
                .build();
    }

    @Test
    void runStaysAndReturnsTheContainersExitCode() {
        cli.containers.exitCode = OptionalInt.of(42);
        assertEquals(42, cli.run("run --rm -e A=1 alpine sh -c x --foo"));
        assertEquals(List.of("create alpine", "startAttached "), cli.containers.calls);
        assertEquals(
                List.of("sh", "-c", "x", "--foo"),
                cli.containers.created.process().command());
        assertEquals(
                List.of("jpod", "run", "--rm", "-e", "A=1", "alpine", "sh", "-c", "x", "--foo"),
                cli.containers.created.createCommand());
        assertEquals(-1, cli.containers.attached.stdin());
        assertEquals(1, cli.containers.attached.stdout());
        assertEquals(2, cli.containers.attached.stderr());
        assertTrue(cli.containers.attached.proxySignals());
        assertEquals("", cli.out());
        assertEquals("Trying to pull alpine...\n", cli.err());
    }

    @Test
    void runDetachedPrintsTheId() {
        assertEquals(0, cli.run("run -dq --name web alpine"));
        assertEquals("c".repeat(64) + "\n", cli.out());
        assertEquals("", cli.err());
        assertEquals(List.of("create alpine", "start web"), cli.containers.calls);
    }

    @Test
    void keysOfATerminalDetachAndBytesOfAPipeDoNot() {
        cli.run("run -i alpine");
        assertArrayEquals(new byte[0], cli.containers.attached.detachKeys());
        cli.terminal = true;
        cli.run("run -i alpine");
        assertArrayEquals(new byte[] {16, 17}, cli.containers.attached.detachKeys());
    }

    @Test
    void runWithAnEmptyAnswerMeansThatTheUserDetached() {
        cli.terminal = true;
        cli.containers.exitCode = OptionalInt.empty();
        assertEquals(0, cli.run("run -it --detach-keys a,ctrl-c alpine"));
        assertArrayEquals(new byte[] {'a', 3}, cli.containers.attached.detachKeys());
    }

    @Test
    void runWarnsWhenATerminalIsAskedForAndInputIsNone() {
        cli.run("run -it alpine");
        assertEquals(
                List.of("The input device is not a TTY. The --tty and --interactive flags might not work properly"),
                cli.warnings);
        assertFalse(cli.containers.attached.terminal());
        cli.warnings.clear();
        cli.terminal = true;
        cli.run("run -it alpine");
        assertTrue(cli.containers.attached.terminal());
        assertEquals(List.of(), cli.warnings);
    }

    @Test
    void commandsThatCannotBeStartedHaveTheirExitCodes() {
        cli.containers.failure = new JpodException(ErrorCode.COMMAND_NOT_FOUND, "no such command");
        assertEquals(127, cli.run("run --name a alpine nope"));
        assertEquals(List.of("create alpine", "startAttached a"), cli.containers.calls);
        cli.containers.all.clear();
        cli.containers.failure = new JpodException(ErrorCode.COMMAND_NOT_INVOKABLE, "permission denied");
        assertEquals(126, cli.run("run --rm --name b alpine /etc"));
        assertEquals("remove -f -v b", cli.containers.calls.get(cli.containers.calls.size() - 1));
    }

    @Test
    void cidfileIsTheEnginesToWrite() {
        assertEquals(0, cli.run("create --cidfile cid alpine"));
        assertEquals(
                directory.resolve("cid").toString(),
                cli.containers.created.lifecycle().cidFile());
    }

    @Test
    void psShowsRunningContainers() {
        threeContainers();
        assertEquals(0, cli.run("ps"));
        assertEquals("""
                CONTAINER ID  IMAGE                            COMMAND     CREATED        STATUS        PORTS                                                     NAMES
                aaaaaaaaaaaa  docker.io/library/alpine:latest  sleep 1000  5 minutes ago  Up 5 minutes  0.0.0.0:8080->80/tcp, 127.0.0.1:9000-9003->9000-9003/udp  web
                """, cli.out());
    }

    @Test
    void psShowsAllContainersWithSizes() {
        threeContainers();
        cli.run("ps -as");
        assertTrue(cli.out().contains("sh -c echo a very...  5 minutes ago  Created "), cli.out());
        assertTrue(cli.out().contains("Exited (3) 4 minutes ago"), cli.out());
        assertTrue(cli.out().endsWith("old         12B (virtual 1.98MB)\n"), cli.out());
    }

    @Test
    void psQuietPrintsIds() {
        threeContainers();
        cli.run("ps -aq --filter status=exited");
        assertEquals("eeeeeeeeeeee\n", cli.out());
        cli.run("ps -q --no-trunc --filter status=created --filter name=bo");
        assertEquals("b".repeat(64) + "\n", cli.out());
        cli.run("ps -lq");
        assertEquals("eeeeeeeeeeee\n", cli.out());
        cli.run("ps -q --last 2");
        assertEquals("bbbbbbbbbbbb\neeeeeeeeeeee\n", cli.out());
        cli.run("ps -aq --filter label=x=y --filter label=x");
        assertEquals("aaaaaaaaaaaa\n", cli.out());
        cli.run("ps -aq --filter since=web --sort names");
        assertEquals("eeeeeeeeeeee\n", cli.out());
        cli.run("ps -aq --sort names");
        assertEquals("bbbbbbbbbbbb\neeeeeeeeeeee\naaaaaaaaaaaa\n", cli.out());
        cli.run("ps -aq --filter ancestor=alpine --filter exited=3");
        assertEquals("eeeeeeeeeeee\n", cli.out());
        cli.run("ps -aq --filter name=^w.b$");
        assertEquals("aaaaaaaaaaaa\n", cli.out());
    }

    @Test
    void psTemplates() {
        threeContainers();
        cli.run("ps", "-a", "--format", "{{.Names}}: {{.Status}}, {{.Labels}}");
        assertEquals(
                "web: Up 5 minutes, map[x:y]\nbox: Created, map[]\nold: Exited (3) 4 minutes ago, map[]\n", cli.out());
        cli.run("ps", "--format", "table {{.ID}} {{.Pid}}", "--noheading");
        assertEquals("aaaaaaaaaaaa  7\n", cli.out());
        assertEquals(125, cli.run("ps", "-a", "--format", "{{.Foo}}"));
    }

    @Test
    void psJsonHasPodmansMembersInPodmansOrder() {
        threeContainers();
        cli.run("ps --format json");
        JsonObject row = (JsonObject) ((List<?>) Json.parse(cli.out())).get(0);
        assertEquals(
                "[AutoRemove, Command, CreatedAt, Exited, ExitedAt, ExitCode, Id, Image, ImageID, IsInfra, Labels, Mounts,"
                        + " Names, Namespaces, Networks, Pid, Pod, PodName, Ports, Size, StartedAt, State, Status, Created]",
                row.names().toString());
        assertEquals(-62135596800L, row.getLong("ExitedAt", 0));
        assertEquals(4, row.getObjects("Ports").get(1).getInt("range", 0));
        cli.containers.all.clear();
        cli.run("ps --format json");
        assertEquals("[]\n", cli.out());
    }

    @Test
    void severalContainersAreAllDoneAndEachFailureIsTold() {
        threeContainers();
        assertEquals(2, cli.run("rm web old"));
        assertEquals("old\n", cli.out());
        assertTrue(cli.err().startsWith("Error: "), cli.err());
        assertEquals(0, cli.run("stop -i -t 3 web nope"));
        assertEquals("web\n", cli.out());
    }

    @Test
    void whatIsLeftOfAnExecSessionIsCleanedUp() {
        threeContainers();
        assertEquals(0, cli.run("container cleanup --exec abc web"));
        assertEquals(List.of("cleanup --exec abc web"), cli.containers.calls);
    }

    @Test
    void allMeansWhatTheCommandCanBeDoneTo() {
        threeContainers();
        cli.run("stop -a");
        cli.run("kill -a -s HUP");
        cli.run("start --all");
        cli.run("restart --running");
        assertEquals(List.of("stop web", "kill 1 web", "start box", "start old", "restart web"), cli.containers.calls);
    }

    @Test
    void removalHasExitCodesOfItsOwn() {
        threeContainers();
        assertEquals(2, cli.run("rm web"));
        assertEquals(1, cli.run("rm nope"));
        assertEquals(2, cli.run("rm -i nope web"));
        assertEquals(0, cli.run("rm -i nope"));
        assertEquals(0, cli.run("rm -f nope"));
        assertEquals(0, cli.run("rm -fv web"));
        assertEquals("web\n", cli.out());
        assertEquals(0, cli.run("rm -a"));
        assertEquals(List.of("remove -f -v web", "remove box", "remove old"), cli.containers.calls);
    }

    @Test
    void cidfilesAndFiltersNameContainers() throws IOException {
        threeContainers();
        Files.writeString(directory.resolve("cid"), "a".repeat(64) + "\nrest");
        assertEquals(0, cli.run("stop --cidfile cid"));
        assertEquals(0, cli.run("stop --filter name=old"));
        assertEquals(List.of("stop web", "stop old"), cli.containers.calls);
    }

    @Test
    void dependentsAreRemovedFirst() {
        threeContainers();
        cli.containers.add(
                'd',
                "child",
                ContainerState.builder().status("exited"),
                FakeContainers.config(request()).dependencies(List.of("e".repeat(64))));
        assertEquals(0, cli.run("rm --depend old"));
        assertEquals(List.of("remove child", "remove old"), cli.containers.calls);
    }

    @Test
    void startAttachesOnlyWhenAsked() {
        threeContainers();
        cli.containers.exitCode = OptionalInt.of(5);
        assertEquals(5, cli.run("start -ai box"));
        assertEquals(0, cli.containers.attached.stdin());
        assertTrue(cli.containers.attached.proxySignals());
        assertEquals("", cli.out());
        assertEquals(0, cli.run("start -i box"));
        assertEquals("box\n", cli.out());
        assertEquals(0, cli.run("start web"));
        assertEquals("", cli.out());
        assertEquals(List.of("startAttached box", "start box"), cli.containers.calls);
    }

    @Test
    void execPassesItsRequestOn() {
        threeContainers();
        cli.containers.exitCode = OptionalInt.of(3);
        assertEquals(3, cli.run("exec -i -e A=1 -u root -w /x --privileged web cmd -t"));
        assertEquals(List.of("cmd", "-t"), cli.containers.executed.command());
        assertEquals(Map.of("A", "1"), cli.containers.executed.env());
        assertEquals("root", cli.containers.executed.user());
        assertEquals("/x", cli.containers.executed.workingDirectory());
        assertTrue(cli.containers.executed.privileged());
        assertEquals(0, cli.containers.attached.stdin());
        assertFalse(cli.containers.executed.terminal());
        assertEquals(0, cli.run("exec -d web cmd"));
        assertEquals("e".repeat(64) + "\n", cli.out());
    }

    @Test
    void execThatFailsBeforeTheCommandExitsWith255() {
        threeContainers();
        cli.containers.failure = JpodException.conflict("can only create exec sessions on running containers");
        assertEquals(255, cli.run("exec box true"));
        assertEquals(255, cli.run("exec web"));
        cli.containers.failure = new JpodException(ErrorCode.COMMAND_NOT_FOUND, "x");
        assertEquals(127, cli.run("exec web nope"));
    }

    @Test
    void logsGoToTheStreamsTheyCameFrom() {
        threeContainers();
        assertEquals(0, cli.run("logs web"));
        assertEquals("out\npart", cli.out());
        assertEquals("err\n", cli.err());
        assertEquals(-1, cli.containers.logged.tail());
        assertFalse(cli.containers.logged.follow());
        cli.run("logs -t --tail 5 --since 10m web");
        assertEquals("2026-11-23T22:26:11.005000000Z out\n2026-11-23T22:26:11.005000000Z part", cli.out());
        assertEquals(5, cli.containers.logged.tail());
        assertEquals(
                1_795_472_771L + 300 - 600, cli.containers.logged.since().get().getEpochSecond());
    }

    @Test
    void logsOfSeveralContainersTellWhose() {
        threeContainers();
        cli.run("logs -f -n web old");
        List<String> lines =
                new ArrayList<>(List.of(cli.out().replace("part", "part\n").split("\n")));
        lines.sort(null);
        assertEquals(List.of("old out", "old part", "web out", "web part"), lines);
        cli.run("logs --color web");
        assertEquals("\033[37mout\033[0m\n\033[37mpart\033[0m", cli.out());
        assertEquals(125, cli.run("logs web nope"));
        assertEquals("", cli.out());
    }

    @Test
    void waitPrintsExitCodes() {
        threeContainers();
        cli.containers.exitCode = OptionalInt.of(9);
        assertEquals(0, cli.run("wait --condition running,exited -i 1s web old"));
        assertEquals("9\n9\n", cli.out());
        assertEquals("wait [running, exited] 1000 web", cli.containers.calls.get(0));
        assertEquals(125, cli.run("wait --condition foo web"));
    }

    @Test
    void portsAreListedOneByOne() {
        threeContainers();
        cli.run("port web");
        assertEquals(
                "80/tcp -> 0.0.0.0:8080\n9000/udp -> 127.0.0.1:9000\n9001/udp -> 127.0.0.1:9001\n"
                        + "9002/udp -> 127.0.0.1:9002\n9003/udp -> 127.0.0.1:9003\n",
                cli.out());
        cli.run("port web 80");
        assertEquals("0.0.0.0:8080\n", cli.out());
        assertEquals(125, cli.run("port web 99"));
        assertEquals("Error: failed to find published port \"99\"\n", cli.err());
        cli.run("port box");
        assertEquals("", cli.out());
        cli.run("port -a");
        assertTrue(cli.out().startsWith("aaaaaaaaaaaa\t80/tcp -> 0.0.0.0:8080\n"), cli.out());
    }

    @Test
    void inspectKnowsContainersImagesAndVolumes() {
        threeContainers();
        cli.run("inspect", "--format", "{{.ID}} {{.State.Status}} {{.Config.Cmd}}", "web");
        assertEquals("a".repeat(64) + " running [sleep 1000]\n", cli.out());
        assertEquals(125, cli.run("inspect web nope"));
        assertTrue(cli.out().startsWith("[\n     {\n          \"Id\": \"aaaa"), cli.out());
        assertEquals("Error: no such object: \"nope\"\n", cli.err());
        assertEquals(125, cli.run("container inspect nope"));
        assertEquals("[]\n", cli.out());
        assertEquals("Error: no such container nope\n", cli.err());
        cli.volumes.create("data", Map.of(), Map.of(), false);
        cli.run("inspect", "--format", "{{.Mountpoint}}", "data");
        assertEquals("/root/volumes/data/_data\n", cli.out());
    }

    @Test
    void inspectOfAContainerHasPodmansMembersInPodmansOrder() {
        threeContainers();
        cli.run("inspect -s web");
        JsonObject document = (JsonObject) ((List<?>) Json.parse(cli.out())).get(0);
        assertEquals(
                "[Id, Created, Path, Args, State, Image, ImageDigest, ImageName, Rootfs, Pod, ResolvConfPath, HostnamePath,"
                        + " HostsPath, StaticDir, OCIConfigPath, OCIRuntime, ConmonPidFile, PidFile, Name, RestartCount, Driver,"
                        + " MountLabel, ProcessLabel, AppArmorProfile, EffectiveCaps, BoundingCaps, ExecIDs, GraphDriver, SizeRw,"
                        + " SizeRootFs, Mounts, Dependencies, NetworkSettings, Namespace, IsInfra, IsService, Config, HostConfig]",
                document.names().toString());
        assertEquals(
                "8080",
                document.getObject("NetworkSettings")
                        .getObject("Ports")
                        .getObjects("80/tcp")
                        .get(0)
                        .getString("HostPort", ""));
        assertEquals("0001-01-01T00:00:00Z", document.getObject("State").getString("FinishedAt", ""));
    }

    @Test
    void topPrintsATable() {
        threeContainers();
        cli.run("top web user comm");
        assertEquals("USER        COMMAND\nroot        sleep 5\n", cli.out());
        assertEquals(125, cli.run("top box"));
        assertEquals(125, cli.run("top nope"));
        assertTrue(cli.err().startsWith("Error: unable to look up requested container: no container"), cli.err());
    }

    @Test
    void existsAnswersByItsExitCode() {
        threeContainers();
        assertEquals(0, cli.run("container exists web"));
        assertEquals(1, cli.run("container exists nope"));
        assertEquals(1, cli.run("image exists nope"));
        assertEquals(1, cli.run("volume exists nope"));
        assertEquals("", cli.out() + cli.err());
    }

    @Test
    void attachWantsARunningContainer() {
        threeContainers();
        cli.containers.exitCode = OptionalInt.of(4);
        assertEquals(4, cli.run("attach --no-stdin --sig-proxy=false web"));
        assertEquals(-1, cli.containers.attached.stdin());
        assertFalse(cli.containers.attached.proxySignals());
        assertEquals(125, cli.run("attach box"));
        assertEquals("Error: you can only attach to running containers\n", cli.err());
    }

    @Test
    void cleanupAndRenamePassOn() {
        threeContainers();
        assertEquals(0, cli.run("container cleanup --rm --rmi old"));
        assertEquals(0, cli.run("rename old older"));
        assertEquals(0, cli.run("pause -a"));
        assertEquals(0, cli.run("unpause web"));
        assertEquals(
                List.of("cleanup --rm --rmi old", "rename older old", "pause web", "unpause web"),
                cli.containers.calls);
    }

    @Test
    void nothingIsDoneWhenOneOfSeveralDoesNotExist() {
        threeContainers();
        assertEquals(1, cli.run("rm box nosuch"));
        assertEquals(125, cli.run("start box nosuch"));
        assertEquals(125, cli.run("wait old nosuch"));
        assertEquals(List.of(), cli.containers.calls);
        assertEquals("", cli.out());
        assertEquals(0, cli.run("stop --ignore web nosuch"));
        assertEquals(List.of("stop web"), cli.containers.calls.subList(0, 1));
    }

    @Test
    void removalWantsForceForATimeAndAContainerForTheLatest() {
        assertEquals(125, cli.run("rm --time 3 web"));
        assertTrue(cli.err().contains("--force option must be specified to use the --time option"), cli.err());
        assertEquals(1, cli.run("rm --latest"));
        assertTrue(cli.err().endsWith("Error: no such container\n"), cli.err());
    }

    @Test
    void labelsThatAreNoneAreNullAndHeadingsArePodmans() {
        threeContainers();
        cli.run("ps", "-a", "--filter", "name=box", "--format", "{{json .Labels}} {{.Labels}}");
        assertEquals("null map[]\n", cli.out());
        cli.run("ps", "--format", "table {{.RunningFor}} {{.CreatedHuman}}");
        assertTrue(cli.out().startsWith("RUNNING FOR    CREATED\n"), cli.out());
    }

    @Test
    void aDurationLiesBeforeNowForSinceAndAheadForUntil() {
        threeContainers();
        cli.run("logs --since 10m --until 20m web");
        assertTrue(cli.containers
                .logged
                .since()
                .get()
                .isBefore(cli.containers.logged.until().get()));
        assertEquals(
                1800,
                cli.containers.logged.until().get().getEpochSecond()
                        - cli.containers.logged.since().get().getEpochSecond());
    }

    @Test
    void inspectShowsLimitsAndSizesAsPodmanWritesThem() {
        cli.containers.add(
                'd',
                "limited",
                ContainerState.builder().status("configured"),
                FakeContainers.config(request("--ulimit", "nofile=100:-1", "--log-opt", "max-size=1500k"))
                        .annotations(Map.of("io.container.manager", "libpod", "kept", "1")));
        cli.run("inspect", "--format", "{{json .HostConfig.Ulimits}}", "limited");
        assertTrue(cli.out().startsWith("[{\"Name\":\"RLIMIT_NOFILE\",\"Soft\":100,\"Hard\":-1},"), cli.out());
        cli.run("inspect", "--format", "{{.HostConfig.LogConfig.Size}} {{.Config.Annotations}}", "limited");
        assertEquals("1.5MB map[kept:1]\n", cli.out());
    }
}
