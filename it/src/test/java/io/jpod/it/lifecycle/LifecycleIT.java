package io.jpod.it.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.Deadline;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Running;
import io.jpod.it.harness.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnHost
class LifecycleIT {
    private final Sandbox box;

    LifecycleIT(Sandbox box) {
        this.box = box;
    }

    @Test
    void createStartStopRemove() {
        String id = box.jpod(
                        "create",
                        "--name",
                        "life",
                        box.busybox(),
                        "sh",
                        "-c",
                        "trap 'exit 0' TERM; while :; do sleep 0.1; done")
                .succeeds()
                .text();
        box.assertState("life", "created");
        box.jpod("start", "life").succeeds().prints("life");
        box.assertState("life", "running");
        box.jpod("stop", id).succeeds().prints(id);
        box.assertState("life", "exited");
        box.jpod("inspect", "--format", "{{.State.ExitCode}}", "life")
                .succeeds()
                .prints("0");
        box.jpod("rm", "life").succeeds().printsMatching("life|" + id);
        box.jpod("inspect", "life").exits(125).complains("life");
    }

    @Test
    void stopKillsWhatDoesNotListen() {
        box.jpod("run", "-d", "--name", "deaf", box.busybox(), "sh", "-c", "trap '' TERM; while :; do sleep 0.1; done")
                .succeeds();
        box.jpod("stop", "-t", "1", "deaf").succeeds();
        box.jpod("inspect", "--format", "{{.State.ExitCode}}", "deaf")
                .succeeds()
                .prints("137");
    }

    @Test
    void stopSendsTheStopSignal() {
        box.jpod(
                        "run",
                        "-d",
                        "--name",
                        "quit",
                        "--stop-signal",
                        "USR1",
                        box.busybox(),
                        "sh",
                        "-c",
                        "trap 'exit 44' USR1; while :; do sleep 0.1; done")
                .succeeds();
        box.jpod("stop", "quit").succeeds();
        box.jpod("wait", "quit").succeeds().prints("44");
    }

    @Test
    void killSendsSignalsByNameAndNumber() {
        box.jpod(
                        "run",
                        "-d",
                        "--name",
                        "ears",
                        box.busybox(),
                        "sh",
                        "-c",
                        "trap 'echo one' USR1; trap 'echo two' USR2; echo up; while :; do sleep 0.1; done")
                .succeeds();
        Deadline.await("it is up", () -> box.jpod("logs", "ears").out().contains("up"));
        box.jpod("kill", "-s", "SIGUSR1", "ears").succeeds();
        Deadline.await("USR1 was heard", () -> box.jpod("logs", "ears").out().contains("one"));
        box.jpod("kill", "--signal", "12", "ears").succeeds();
        Deadline.await("USR2 was heard", () -> box.jpod("logs", "ears").out().contains("two"));
        box.jpod("kill", "ears").succeeds();
        box.jpod("wait", "ears").succeeds().prints("137");
        box.jpod("kill", "ears").failsPlainly(125);
        box.jpod("kill", "-s", "NOSIG", "ears").failsPlainly(125).complains("NOSIG");
    }

    @Test
    void restartMakesANewProcess() {
        String id = box.sleeper("--name", "again");
        String first =
                box.jpod("inspect", "--format", "{{.State.Pid}}", id).succeeds().text();
        box.jpod("restart", "-t", "1", "again").succeeds();
        box.assertState("again", "running");
        assertTrue(!first.equals(
                box.jpod("inspect", "--format", "{{.State.Pid}}", id).succeeds().text()));
    }

    @Test
    void startingTwiceKeepsWhatWasWritten() {
        box.jpod("run", "--name", "twice", box.busybox(), "sh", "-c", "echo x >> /file; wc -l < /file")
                .succeeds()
                .prints("1");
        box.jpod("start", "-a", "twice").succeeds().prints("2");
    }

    @Test
    void runningContainersAreRemovedByForceOnly() {
        String id = box.sleeper();
        box.jpod("rm", id).exits(2).complains("cannot remove container " + id + " as it is running");
        box.assertState(id, "running");
        box.jpod("rm", "-f", "-t", "0", id).succeeds();
        box.jpod("ps", "-aq").succeeds().prints("");
    }

    @Test
    void aContainerThatItsRuntimeHasForgottenIsStoppedAndRemoved() {
        for (String[] command : new String[][] {{"kill"}, {"stop", "-t", "0"}, {"rm", "-f", "-t", "0"}}) {
            String id = box.sleeper("--network", "none");
            String pid = box.jpod("inspect", "--format", "{{.State.Pid}}", id)
                    .succeeds()
                    .text();
            box.jpod("unshare", "sh", "-c", "rm -rf $XDG_RUNTIME_DIR/jpod/runtime/*/" + id)
                    .succeeds();
            List<String> words = new ArrayList<>(List.of(command));
            words.add(id);
            box.jpod(words).succeeds();
            Deadline.await("the process is gone", () -> !Files.exists(Path.of("/proc", pid)));
            box.jpod("rm", "-f", "-t", "0", id).succeeds();
            box.jpod("container", "exists", id).exits(1);
        }
    }

    @Test
    void unknownContainers() {
        for (String command :
                new String[] {"start", "stop", "kill", "wait", "pause", "logs", "attach", "top", "port", "restart"}) {
            box.jpod(command, "nobody")
                    .failsPlainly(125)
                    .complains("no container with name or ID \"nobody\" found: no such container");
        }
        box.jpod("rm", "nobody").failsPlainly(1);
        box.jpod("rm", "-f", "nobody").succeeds();
        box.jpod("rm", "--ignore", "nobody").succeeds();
    }

    @Test
    void waitEndsWithTheContainer() {
        box.jpod("run", "-d", "--name", "slow", box.busybox(), "sh", "-c", "read x < /dev/zero & sleep 1; exit 7")
                .succeeds();
        try (Running running = box.start("wait", "slow")) {
            running.end().succeeds().prints("7");
        }
        box.jpod("wait", "slow").succeeds().prints("7");
    }

    @Test
    void renameKeepsTheContainer() {
        String id =
                box.jpod("create", "--name", "old", box.busybox()).succeeds().text();
        box.jpod("create", "--name", "other", box.busybox()).succeeds();
        box.jpod("rename", "old", "new").succeeds();
        box.jpod("inspect", "--format", "{{.Id}} {{.Name}}", "new").succeeds().prints(id + " new");
        box.jpod("inspect", "old").exits(125);
        box.jpod("rename", "new", "other").failsPlainly(125).complains("other");
        box.jpod("create", "--name", "old", box.busybox()).succeeds();
    }

    @Test
    void pauseFreezesAndUnpauseGoesOn() {
        String id = box.sleeper("--name", "ice");
        box.jpod("pause", "ice").succeeds();
        box.assertState(id, "paused");
        box.jpod("exec", "ice", "true").failsPlainly(255);
        box.jpod("unpause", "ice").succeeds();
        box.assertState(id, "running");
        box.jpod("exec", "ice", "true").succeeds();
        box.jpod("unpause", "ice").failsPlainly(125);
    }

    @Test
    void removedWhenItEnds() {
        box.jpod("run", "--rm", "--name", "gone", box.busybox(), "true").succeeds();
        box.jpod("inspect", "gone").exits(125);
        String id =
                box.jpod("run", "-d", "--rm", box.busybox(), "true").succeeds().text();
        Deadline.await(
                "the detached container was removed",
                () -> box.jpod("inspect", id).exitCode() == 125);
    }

    @Test
    void restartPolicyStartsAgain() {
        box.jpod(
                        "run",
                        "-d",
                        "--name",
                        "loop",
                        "--restart",
                        "on-failure:2",
                        box.busybox(),
                        "sh",
                        "-c",
                        "echo x >> /count; exit 3")
                .succeeds();
        Deadline.await("it was restarted twice and gave up", () -> {
            Result state = box.jpod("inspect", "--format", "{{.RestartCount}} {{.State.Status}}", "loop");
            return state.text().equals("2 exited");
        });
        assertEquals("3", box.jpod("wait", "loop").succeeds().text());
    }

    @Test
    void topShowsTheProcesses() {
        String id = box.sleeper();
        box.jpod("top", id).succeeds().says("PID").says("sh -c trap");
        box.jpod("top", id, "pid", "comm").succeeds().printsMatching("PID +COMMAND\\s+1 +sh.*");
    }

    @Test
    void severalAtOnce() {
        String one = box.sleeper();
        String two = box.sleeper();
        box.jpod("stop", "-t", "0", one, two).succeeds();
        box.jpod("start", one, two).succeeds().prints(one + "\n" + two);
        box.assertState(one, "running");
        box.assertState(two, "running");
        box.jpod("stop", "-t", "0", one, "nobody").exits(125).complains("nobody");
        box.jpod("kill", "-a").succeeds();
        box.jpod("rm", "-a").exits(0);
    }
}
