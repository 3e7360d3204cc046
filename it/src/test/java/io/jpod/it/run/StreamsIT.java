package io.jpod.it.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Running;
import io.jpod.it.harness.Sandbox;
import org.junit.jupiter.api.Test;

/** Standard streams, the terminal, detaching, signals passed on. */
@OnHost
class StreamsIT {
    private static final String CTRL_P_CTRL_Q = "\u0010\u0011";

    private final Sandbox box;

    StreamsIT(Sandbox box) {
        this.box = box;
    }

    @Test
    void outputAndErrorsAreApart() {
        Result result = box.jpod("run", "--rm", box.busybox(), "sh", "-c", "echo out; echo err >&2");
        assertEquals("out\n", result.succeeds().out());
        assertEquals("err\n", result.err());
    }

    @Test
    void inputIsPassedWithInteractiveAndEnds() {
        box.jpodReading("one\ntwo\n", "run", "--rm", "-i", box.busybox(), "cat")
                .succeeds()
                .prints("one\ntwo");
        box.jpodReading("unread", "run", "--rm", box.busybox(), "cat")
                .succeeds()
                .prints("");
    }

    @Test
    void manyBytesPassUnchanged() {
        Result result = box.sh("head -c 3000000 /dev/urandom > tmp/random; sha256sum < tmp/random; " + box.command()
                + " run --rm -i " + box.busybox() + " cat < tmp/random | sha256sum");
        assertEquals(result.succeeds().lines().get(0), result.lines().get(1));
    }

    @Test
    void outputOfAProcessThatEndsAtOnceIsComplete() {
        for (int i = 0; i < 5; i++) {
            Result result = box.jpod("run", "--rm", box.busybox(), "sh", "-c", "seq 1 20000");
            assertEquals(20000, result.succeeds().lines().size());
        }
    }

    @Test
    void aTerminalIsOneForTheProcess() {
        try (Running running = box.startOnTerminal("run", "--rm", "-it", box.busybox(), "sh")) {
            running.send("tty; echo first-$((40 + 2))\n").awaitOut("first-42").awaitOut("/dev/pts/0");
            running.send("exit 9\n");
            running.end().exits(9);
        }
    }

    @Test
    void ctrlCReachesTheForegroundProcess() {
        try (Running running = box.startOnTerminal("run", "--rm", "-it", box.busybox(), "sh")) {
            running.send("echo go-$((2 * 2)); sleep 1000\n").awaitOut("go-4");
            running.send("\u0003").send("echo code-$?\n").awaitOut("code-130");
            running.send("exit 0\n").end().exits(0);
        }
    }

    @Test
    void theTerminalsSizeFollowsTheUsers() {
        try (Running running = box.startOnTerminal("run", "--rm", "-it", box.busybox(), "sh")) {
            running.send("echo ready-$((1 + 1))\n").awaitOut("ready-2");
            resizeTerminalOf(running, 33, 101);
            running.send(
                            "trap 'stty size' WINCH; until stty size | grep -q '33 101'; do sleep 0.1; done; echo size-$((5 + 5))\n")
                    .awaitOut("size-10");
            running.send("exit\n").end().exits(0);
        }
    }

    /** Sets the size of the pseudo terminal that script(1) gave to the program. */
    private void resizeTerminalOf(Running running, int rows, int columns) {
        box.sh("for p in $(cat /proc/" + running.pid() + "/task/*/children); do "
                        + "t=$(readlink /proc/$p/fd/0); case $t in /dev/pts/*) stty -F $t rows " + rows + " cols "
                        + columns
                        + ";; esac; done")
                .succeeds();
    }

    @Test
    void detachKeysLeaveTheContainerRunningAndAttachComesBack() {
        try (Running running = box.startOnTerminal("run", "-it", "--name", "left", box.busybox(), "sh")) {
            running.send("echo up-$((3 + 4))\n").awaitOut("up-7");
            running.type(CTRL_P_CTRL_Q).end().exits(0);
        }
        box.assertState("left", "running");
        try (Running running = box.startOnTerminal("attach", "left")) {
            running.send("echo back-$((3 + 5))\n").awaitOut("back-8");
            running.send("exit 4\n").end().exits(4);
        }
        box.awaitState("left", "exited");
    }

    @Test
    void otherDetachKeysCanBeChosen() {
        try (Running running =
                box.startOnTerminal("run", "-it", "--detach-keys", "ctrl-a,x", "--name", "keys", box.busybox(), "sh")) {
            running.send("echo up-$((3 + 4))\n").awaitOut("up-7");
            running.type("\u0001x").end().exits(0);
        }
        box.assertState("keys", "running");
        box.jpod("run", "--detach-keys", "not a key", box.busybox(), "true").failsPlainly(125);
    }

    @Test
    void signalsArePassedOnToTheContainer() {
        try (Running running = box.start(
                "run",
                "--rm",
                box.busybox(),
                "sh",
                "-c",
                "trap 'echo got; exit 5' TERM; echo up; while :; do sleep 0.1; done")) {
            running.awaitOut("up").signal("TERM");
            running.end().exits(5).says("got");
        }
    }

    @Test
    void withoutSigProxyTheContainerHearsNothing() {
        try (Running running = box.start(
                "run",
                "--sig-proxy=false",
                "--name",
                "deaf",
                box.busybox(),
                "sh",
                "-c",
                "trap 'echo got; exit 5' TERM; echo up; while :; do sleep 0.1; done")) {
            running.awaitOut("up").signal("TERM");
            Result result = running.end();
            assertTrue(!result.out().contains("got") && result.exitCode() != 5, result::toString);
        }
        box.assertState("deaf", "running");
    }

    @Test
    void attachingToChosenStreamsOnly() {
        Result result = box.jpod("run", "--rm", "-a", "stdout", box.busybox(), "sh", "-c", "echo out; echo err >&2");
        assertEquals("out\n", result.succeeds().out());
        assertEquals("", result.err());
    }

    @Test
    void detachedRunPrintsTheId() {
        box.jpod("run", "-d", box.busybox(), "true").succeeds().printsMatching("[0-9a-f]{64}");
    }

    @Test
    void startAttachesWhenAsked() {
        box.jpod("create", "--name", "later", box.busybox(), "sh", "-c", "echo said; exit 6")
                .succeeds();
        box.jpod("start", "-a", "later").exits(6).prints("said");
        box.jpod("start", "later").succeeds().prints("later");
    }

    @Test
    void startPassesInputWhenInteractive() {
        box.jpod("create", "-i", "--name", "reader", box.busybox(), "cat").succeeds();
        box.jpodReading("words\n", "start", "-a", "-i", "reader").succeeds().prints("words");
    }
}
