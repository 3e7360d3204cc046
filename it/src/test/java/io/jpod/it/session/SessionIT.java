package io.jpod.it.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jpod.it.harness.Deadline;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Running;
import io.jpod.it.harness.Sandbox;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnHost
class SessionIT {
    private static final Pattern STATUS =
            Pattern.compile("pid (\\d+), build (\\w+), .*, (\\d+) commands run, \\d+ running");
    /** What a monitor got from whoever started the container. */
    private static final String FACTS = "pid=$(%1$s inspect --format '{{.State.ConmonPid}}' %2$s); "
            + "grep 'open files' /proc/$pid/limits; cat /proc/$pid/cgroup; readlink /proc/$pid/cwd; "
            + "grep -E 'Umask|SigIgn|SigBlk' /proc/$pid/status | sed 's/000[0-9a-f]*\\(.......\\)$/\\1/'; tr '\\0' '\\n' < /proc/$pid/environ | grep -v JPOD_SESSION | sort; "
            + "%1$s exec %2$s sh -c 'ulimit -n; umask; echo $GIVEN; cat /proc/self/cgroup'";

    private final Sandbox box;
    private final Sandbox resident;

    SessionIT(Sandbox box) {
        this.box = box;
        this.resident = box.with("JPOD_SESSION", "1");
    }

    @BeforeEach
    void needsTheNativeProgram() {
        assumeTrue(
                Files.exists(box.fixtures().repository().resolve("launcher/target/jpod/lib/native/start")),
                "built without a C compiler");
        box.jpod("ps").succeeds();
    }

    @AfterEach
    void stopSessions() {
        box.jpod("system", "session", "stop").succeeds();
        awaitSessions(0);
    }

    private List<String> status() {
        return box.jpod("system", "session", "status").succeeds().lines();
    }

    private Matcher only() {
        List<String> lines = status();
        assertEquals(1, lines.size(), () -> "sessions: " + lines);
        Matcher fields = STATUS.matcher(lines.get(0));
        assertTrue(fields.matches(), lines.get(0));
        return fields;
    }

    private long served() {
        return Long.parseLong(only().group(3));
    }

    private void awaitSessions(int count) {
        Deadline.await(
                count + " sessions answer",
                () -> status().stream().filter(line -> line.startsWith("pid ")).count() == count);
    }

    /** A command that starts a session, which then listens. */
    private void begin() {
        resident.jpod("version").succeeds();
        awaitSessions(1);
    }

    private void kill(String pid) {
        box.sh("kill -KILL " + pid).succeeds();
        Deadline.await("the session is gone", () -> status().isEmpty());
    }

    @Test
    void resultsEqualThoseOfColdCommands() {
        String id = box.sleeper("--name", "one", "--network", "none");
        box.jpod(
                        "run",
                        "--name",
                        "two",
                        "--network",
                        "none",
                        box.busybox(),
                        "sh",
                        "-c",
                        "echo out; echo err >&2; exit 4")
                .exits(4);
        begin();
        List<List<String>> lines = List.of(
                List.of("version", "--format", "{{.Client.Version}}"),
                List.of("ps", "-a", "--no-trunc", "--format", "{{.ID}} {{.Names}} {{.State}} {{.Image}} {{.Command}}"),
                List.of("images", "--format", "json"),
                List.of("inspect", "two"),
                List.of("inspect", "--format", "{{.State.Pid}}", id),
                List.of("logs", "two"),
                List.of("exec", "one", "sh", "-c", "echo a; echo b >&2; exit 9"),
                List.of("exec", "-w", "/tmp", "-e", "X=ü", "one", "sh", "-c", "pwd; echo $X"),
                List.of("exec", "one", "no-such-command"),
                List.of("run", "--rm", "--network", "none", box.busybox(), "sh", "-c", "echo x; echo y >&2; exit 3"),
                List.of("run", "--rm", "--network", "none", box.busybox(), "/etc/passwd"),
                List.of("wait", "two"),
                List.of("rm", "no-such-container"),
                List.of("kill", "two"));
        long before = served();
        for (List<String> line : lines) {
            Result cold = box.jpod(line);
            Result here = resident.jpod(line);
            assertEquals(cold.out(), here.out(), () -> "output of " + line);
            assertEquals(cold.err(), here.err(), () -> "errors of " + line);
            assertEquals(cold.exitCode(), here.exitCode(), () -> "code of " + line);
        }
        assertEquals(before + lines.size(), served(), "commands that the session ran");
    }

    @Test
    void listingsThatNobodyReadsKeepNoOtherWaiting() {
        box.jpod("create", "--name", "shown", box.busybox(), "true").succeeds();
        begin();
        // More than a pipe holds, for a reader that does not read; and more of them than the session lists at a time.
        String unread = resident.command() + " inspect " + "shown ".repeat(60) + "| sleep 98765";
        resident.sh("for i in 1 2 3 4 5 6; do { " + unread + "; } >/dev/null 2>&1 & done")
                .succeeds();
        Deadline.await("four listings stay", () -> status().stream().anyMatch(line -> line.contains(" 4 running")));
        assertEquals(
                "shown\n",
                resident.jpod("ps", "-a", "--format", "{{.Names}}").succeeds().out());
        box.sh("pkill -f '^sleep 98765$'").succeeds();
    }

    @Test
    void aContainerLivesThroughAllItsCommands() {
        begin();
        String image = box.busybox();
        resident.jpodReading("typed\n", "run", "--rm", "-i", "--network", "none", image, "cat")
                .succeeds()
                .prints("typed");
        resident.jpod("create", "--name", "c", "--network", "none", image, "sleep", "1000")
                .succeeds();
        resident.jpod("start", "c").succeeds().prints("c");
        resident.assertState("c", "running");
        resident.jpod("stop", "-t", "0", "c").succeeds();
        resident.jpod("wait", "c").succeeds().prints("137");
        resident.jpod("start", "c").succeeds();
        resident.jpod("kill", "c").succeeds();
        resident.jpod("rm", "-f", "c").succeeds();
        assertEquals(9, served(), "commands that the session ran");
    }

    @Test
    void limitsCgroupDirectoryAndEnvironmentAreTheCallers() {
        String image = box.busybox();
        begin();
        List<String> found = new ArrayList<>();
        for (Sandbox way : List.of(box, resident)) {
            String name = "f" + found.size();
            String script = "umask 027; ulimit -n 555; cd tmp; " + way.command() + " run -d --name " + name
                    + " --network none --env GIVEN " + image + " sleep 1000 >/dev/null; "
                    + String.format(FACTS, way.command(), name);
            found.add(way.with("GIVEN", "value").sh(script).succeeds().out());
        }
        assertTrue(found.get(0).contains("555") && found.get(0).contains("value"), found.get(0));
        // A container's own group has its id.
        assertEquals(withoutIds(found.get(0)), withoutIds(found.get(1)));
        assertEquals(3, served(), "commands that the session ran");
    }

    private static String withoutIds(String text) {
        return text.replaceAll("[0-9a-f]{64}", "ID");
    }

    @Test
    void terminalsAndUnknownOptionsRunCold() {
        begin();
        try (Running running =
                resident.startOnTerminal("run", "--rm", "-it", "--network", "none", box.busybox(), "sh")) {
            running.send("tty; echo at-$((6 * 7))\n").awaitOut("at-42").awaitOut("/dev/pts/");
            running.send("exit 8\n").end().exits(8);
        }
        resident.jpod("run", "--rm", "--pull", "always", "localhost/no-such-image", "true")
                .failsPlainly(125);
        resident.jpod("run", "--rm", "localhost/no-such-image", "true").failsPlainly(125);
        resident.sh("mkdir -p tmp/here && echo A=1 > tmp/here/env && cd tmp/here && " + resident.command()
                        + " run --rm --network none --env-file env -v ./:/here " + box.busybox()
                        + " sh -c 'echo $A; ls /here'")
                .succeeds()
                .prints("1\nenv");
    }

    @Test
    void signalsReachTheContainerAndAKilledCallerLeavesWhatAKillLeaves() {
        String image = box.busybox();
        begin();
        String trap = "trap 'echo got; exit 9' TERM; echo ready; while :; do sleep 0.1; done";
        try (Running running = resident.start("run", "--rm", "--network", "none", image, "sh", "-c", trap)) {
            running.awaitOut("ready").signal("TERM").awaitOut("got").end().exits(9);
        }
        try (Running running = resident.start("run", "--name", "left", "--network", "none", image, "sh", "-c", trap)) {
            running.awaitOut("ready").signal("KILL").end();
        }
        resident.assertState("left", "running");
        resident.jpod("kill", "-s", "TERM", "left").succeeds();
        resident.awaitState("left", "exited");
        resident.jpod("wait", "left").succeeds().prints("9");
        try (Running running =
                resident.start("run", "--rm", "--name", "gone", "--network", "none", image, "sh", "-c", trap)) {
            running.awaitOut("ready").signal("KILL").end();
        }
        resident.jpod("kill", "-s", "TERM", "gone").succeeds();
        Deadline.await(
                "the container is removed",
                () -> resident.jpod("inspect", "gone").exitCode() != 0);
    }

    @Test
    void aKilledSessionLosesNothing() {
        String image = box.busybox();
        begin();
        try (Running running = resident.start(
                "run",
                "--name",
                "kept",
                "--network",
                "none",
                image,
                "sh",
                "-c",
                "echo ready; while :; do sleep 0.1; done")) {
            running.awaitOut("ready");
            kill(only().group(1));
            running.end().failsPlainly(125).complains("the session ended while it ran this command");
        }
        box.assertState("kept", "running");
        // Nothing listens at the socket that it left.
        resident.jpod("ps", "--format", "{{.Names}}").succeeds().prints("kept");
        awaitSessions(1);
        resident.jpod("rm", "-f", "-t", "0", "kept").succeeds();
    }

    @Test
    void firstStartsAtOnceMakeOneSession() {
        List<Running> first = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            first.add(resident.start("ps", "-q").endInput());
        }
        for (Running running : first) {
            running.end().succeeds();
        }
        awaitSessions(1);
        only();
    }

    @Test
    void aBrokenSocketFileIsReplaced() {
        begin();
        String build = only().group(2);
        kill(only().group(1));
        box.sh("rm $XDG_RUNTIME_DIR/jpod/session-" + build + ".sock; echo rubbish > $XDG_RUNTIME_DIR/jpod/session-"
                        + build + ".sock")
                .succeeds();
        begin();
        resident.jpod("ps").succeeds();
        assertEquals(1, served());
    }

    @Test
    void anotherBuildHasASessionOfItsOwnAndAReplacedOneEnds() {
        begin();
        String build = only().group(2);
        box.sh("cp -a " + box.command().split("/bin/jpod")[0].replace("'", "") + " tmp/other && chmod -R u+w tmp/other"
                        + " && sed -i 's/^[0-9a-f]*/0123456789abcdef/' tmp/other/lib/build-id")
                .succeeds();
        // Its classes are not archived in the background, which would outlive this test.
        Sandbox other =
                resident.program(box.directory().resolve("tmp/other/bin/jpod")).with("JPOD_ARCHIVE", "no");
        // The first command records how Java is started, and the next that finds this record older than all starts the
        // session.
        Deadline.await("2 sessions answer", () -> {
            other.jpod("version").succeeds();
            return status().stream().filter(line -> line.startsWith("pid ")).count() == 2;
        });
        assertTrue(status().toString().contains("build 0123456789abcdef"), () -> status().toString());
        box.sh("sed -i 's/^[0-9a-f]*/fedcba9876543210/' tmp/other/lib/build-id").succeeds();
        awaitSessions(1);
        assertEquals(build, only().group(2));
        box.sh("rm -rf tmp/other").succeeds();
    }

    @Test
    void theConfigurationAsksForASessionAndTheEnvironmentDeclines() {
        String file = "home/.config/containers/containers.conf";
        box.sh("cp " + file + " plain.conf && printf '[jpod]\nsession = true\n' >> " + file)
                .succeeds();
        box.jpod("ps").succeeds();
        box.with("JPOD_SESSION", "0").jpod("ps").succeeds();
        assertEquals(List.of(), status());
        box.jpod("ps").succeeds();
        awaitSessions(1);
        box.jpod("version").succeeds();
        assertEquals(1, served());
        box.sh("cp plain.conf " + file).succeeds();
        box.jpod("ps").succeeds();
        assertEquals(2, served());
        box.jpod("ps").succeeds();
        assertEquals(2, served(), "the configuration does not ask any more");
    }

    @Test
    void whatKilledSessionsOfOtherBuildsLeftIsSwept() {
        box.sh("touch $XDG_RUNTIME_DIR/jpod/session-dead.lock $XDG_RUNTIME_DIR/jpod/session-dead.sock")
                .succeeds();
        begin();
        assertEquals("", box.sh("ls $XDG_RUNTIME_DIR/jpod | grep dead").text());
    }

    @Test
    void itEndsWhenNobodyCalls() {
        resident.with("JPOD_SESSION_IDLE", "3").jpod("version").succeeds();
        awaitSessions(1);
        Deadline.await("the idle session has ended", () -> status().isEmpty());
        assertNotEquals("", box.jpod("version").succeeds().text());
    }
}
