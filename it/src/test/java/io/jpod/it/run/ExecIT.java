package io.jpod.it.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.it.harness.Deadline;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Running;
import io.jpod.it.harness.Sandbox;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnHost
class ExecIT {
    private final Sandbox box;
    private String id;

    ExecIT(Sandbox box) {
        this.box = box;
    }

    @BeforeEach
    void startContainer() {
        id = box.sleeper("--name", "host", "-e", "FROM_RUN=yes", "--network", "none");
    }

    @Test
    void runsInTheContainerAndGivesTheCode() {
        box.jpod("exec", id, "sh", "-c", "echo $FROM_RUN; hostname; exit 3")
                .exits(3)
                .prints("yes\n" + id.substring(0, 12));
        box.jpod("exec", "host", "true").succeeds();
    }

    @Test
    void aSessionWithoutOneIsNotShown() throws Exception {
        for (boolean shown : new boolean[] {true, false}) {
            String[] words = shown
                    ? new String[] {"exec", id, "sh", "-c", "echo on; while [ ! -e /off ]; do sleep 0.1; done; exit 4"}
                    : new String[] {
                        "exec",
                        "--no-session",
                        id,
                        "sh",
                        "-c",
                        "echo on; while [ ! -e /off ]; do sleep 0.1; done; exit 4"
                    };
            try (Running running = box.start(words)) {
                Deadline.await(
                        "the process", () -> box.jpod("top", id, "args").text().contains("/off"));
                Result ids = box.jpod("inspect", "--format", "{{.ExecIDs}}", id).succeeds();
                assertEquals(shown, ids.text().matches("\\[[0-9a-f]{64}\\]"), ids::toString);
                box.jpod("exec", id, "touch", "/off").succeeds();
                running.end(Duration.ofSeconds(30)).exits(4).prints("on");
                box.jpod("exec", id, "rm", "/off").succeeds();
            }
        }
    }

    @Test
    void codesOfCommandsThatCannotRun() {
        box.jpod("exec", id, "no-such-command").failsPlainly(127);
        box.jpod("exec", id, "/etc/motd").failsPlainly(126);
        box.jpod("exec", "no-such-container", "true").failsPlainly(125).complains("no-such-container");
    }

    @Test
    void environmentUserAndDirectoryAreItsOwn() {
        box.jpod("exec", "-e", "MORE=1", "-u", "user", "-w", "/tmp", id, "sh", "-c", "echo $MORE $FROM_RUN; id -u; pwd")
                .succeeds()
                .prints("1 yes\n1000\n/tmp");
    }

    @Test
    void streamsAreApartAndInputIsPassed() {
        Result result = box.jpodReading("in\n", "exec", "-i", id, "sh", "-c", "cat; echo err >&2");
        assertEquals("in\n", result.succeeds().out());
        assertEquals("err\n", result.err());
    }

    @Test
    void aTerminal() {
        try (Running running = box.startOnTerminal("exec", "-it", id, "sh")) {
            running.send("tty; echo at-$((6 * 7))\n").awaitOut("at-42").awaitOut("/dev/pts/");
            running.send("exit 8\n").end().exits(8);
        }
    }

    @Test
    void detachedExecRunsOn() {
        box.jpod("exec", "-d", id, "sh", "-c", "echo done > /tmp/made").succeeds();
        Deadline.await(
                "the detached command wrote its file",
                () -> box.jpod("exec", id, "cat", "/tmp/made").exitCode() == 0);
    }

    @Test
    void hasTheContainersCapabilitiesOnlyUnlessPrivileged() {
        String own = box.jpod("exec", id, "grep", "CapEff", "/proc/self/status")
                .succeeds()
                .text();
        String first = box.jpod("exec", id, "grep", "CapEff", "/proc/1/status")
                .succeeds()
                .text();
        assertEquals(first, own);
        box.jpod("exec", "--privileged", id, "grep", "CapEff", "/proc/self/status")
                .succeeds()
                .printsMatching(".*0*[13]ffffffffff");
        box.jpod("exec", "-u", "user", id, "grep", "CapEff", "/proc/self/status")
                .succeeds()
                .printsMatching(".*0000000000000000");
    }

    @Test
    void isRefusedWhenTheContainerDoesNotRun() {
        box.jpod("stop", "-t", "1", id).succeeds();
        box.jpod("exec", id, "true").failsPlainly(255).complains("can only create exec sessions on running containers");
    }
}
