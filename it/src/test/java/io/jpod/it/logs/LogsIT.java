package io.jpod.it.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.Deadline;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Running;
import io.jpod.it.harness.Sandbox;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnHost
class LogsIT {
    private final Sandbox box;

    LogsIT(Sandbox box) {
        this.box = box;
    }

    private String ended(String script) {
        String id = box.jpod("run", "-d", box.busybox(), "sh", "-c", script)
                .succeeds()
                .text();
        box.jpod("wait", id).succeeds();
        return id;
    }

    @Test
    void streamsAreKeptApart() {
        Result logs = box.jpod("logs", ended("echo out; echo err >&2; printf unfinished"));
        assertEquals("out\nunfinished", logs.succeeds().text());
        assertEquals("err\n", logs.err());
    }

    @Test
    void tailGivesTheLastLines() {
        String id = ended("seq 1 50");
        box.jpod("logs", "--tail", "3", id).succeeds().prints("48\n49\n50");
        box.jpod("logs", "--tail", "0", id).succeeds().prints("");
        box.jpod("logs", "--tail", "-1", id).succeeds().says("1\n2\n");
        assertEquals(
                50, box.jpod("logs", "--tail", "1000", id).succeeds().lines().size());
    }

    @Test
    void timestampsStandBeforeTheLines() {
        String id = ended("echo one");
        String line = box.jpod("logs", "-t", id).succeeds().text();
        String[] parts = line.split(" ", 2);
        assertEquals("one", parts[1]);
        assertTrue(OffsetDateTime.parse(parts[0]).getYear() > 2020, line);
    }

    @Test
    void sinceAndUntilCutByTime() {
        String id = ended("echo early; sleep 2; echo late");
        List<String> lines = box.jpod("logs", "-t", id).succeeds().lines();
        String late = lines.get(1).split(" ")[0];
        box.jpod("logs", "--since", OffsetDateTime.parse(late).minusSeconds(1).toString(), id)
                .succeeds()
                .prints("late");
        box.jpod("logs", "--since", "1h", id).succeeds().prints("early\nlate");
        box.jpod("logs", "--until", OffsetDateTime.parse(late).minusSeconds(1).toString(), id)
                .succeeds()
                .prints("early");
        box.jpod("logs", "--since", "not a time", id).failsPlainly(125);
    }

    @Test
    void followGoesOnUntilTheContainerEnds() {
        String id = box.jpod(
                        "run",
                        "-d",
                        box.busybox(),
                        "sh",
                        "-c",
                        "echo first; while ! test -e /tmp/go; do sleep 0.1; done; echo last")
                .succeeds()
                .text();
        try (Running follow = box.start("logs", "-f", id)) {
            follow.awaitOut("first\n");
            box.jpod("exec", id, "touch", "/tmp/go").succeeds();
            follow.awaitOut("last\n");
            follow.end().succeeds().prints("first\nlast");
        }
    }

    @Test
    void veryLongLinesAreWhole() {
        String id = ended("head -c 100000 /dev/zero | tr '\\\\0' x; echo; echo end");
        List<String> lines = box.jpod("logs", id).succeeds().lines();
        assertEquals(List.of(100000, 3), lines.stream().map(String::length).toList());
    }

    @Test
    void severalContainersAreNamed() {
        String one = ended("echo one");
        String two = ended("echo two");
        box.jpod("logs", one, two).succeeds().says("one").says("two");
        box.jpod("logs", "-n", one, two).succeeds().says("one").says("two");
    }

    @Test
    void noneKeepsNothing() {
        box.jpod("run", "--name", "quiet", "--log-driver", "none", box.busybox(), "echo", "shown")
                .succeeds()
                .prints("shown");
        box.jpod("logs", "quiet").failsPlainly(125);
        box.jpod("run", "--log-driver", "no-such-driver", box.busybox(), "true")
                .failsPlainly(125)
                .complains("invalid log driver");
    }

    @Test
    void theFileIsInPodmansFormat() {
        String id = ended("echo text");
        String path = box.jpod("inspect", "--format", "{{.HostConfig.LogConfig.Path}}", id)
                .succeeds()
                .text();
        box.sh("cat " + path).succeeds().printsMatching("[-0-9T:.+Z]+ stdout F text");
    }

    @Test
    void logsOfARunningContainerAreThereAtOnce() {
        String id = box.jpod("run", "-d", box.busybox(), "sh", "-c", "echo up; exec sleep 1000")
                .succeeds()
                .text();
        Deadline.await(
                "the line is in the log", () -> box.jpod("logs", id).out().equals("up\n"));
        box.jpod("kill", id).succeeds();
    }
}
