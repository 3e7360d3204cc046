package io.jpod.it.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.it.harness.Result;
import io.jpod.it.harness.Sandbox;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What must work on every host, without a flag. Subclasses name the host and add what is special there. */
abstract class CoreOfAHost {
    final Sandbox box;

    CoreOfAHost(Sandbox box) {
        this.box = box;
    }

    /** The network to use where the default one cannot be had. */
    String network() {
        return "slirp4netns";
    }

    /** The same home with no namespaces yet: what is said about them is said by the first command. */
    final Sandbox withNewNamespaces() {
        String directory = box.runtimeDirectory() + "/new";
        box.sh("mkdir -m 700 -p " + directory).succeeds();
        return box.with("XDG_RUNTIME_DIR", directory);
    }

    @Test
    void aContainerRuns() {
        Result result = box.jpod(
                "run", "--rm", "--network", network(), box.busybox(), "sh", "-c", "id -u; hostname | wc -c; exit 3");
        assertEquals(List.of("0", "13"), result.exits(3).lines());
    }

    @Test
    void aContainerRunsInTheBackgroundAndIsEntered() {
        String id = box.sleeper("--name", "back", "--network", network());
        box.jpod("exec", "back", "echo", "in").succeeds().prints("in");
        box.jpodReading("typed\n", "exec", "-i", id, "cat").succeeds().prints("typed");
        box.jpod("ps", "--format", "{{.Names}}").succeeds().prints("back");
        box.jpod("stop", "-t", "2", "back").succeeds();
        box.jpod("logs", "back").succeeds();
        box.jpod("start", "back").succeeds();
        box.assertState(id, "running");
        box.jpod("rm", "-f", "-t", "0", "back").succeeds();
    }

    @Test
    void filesHaveOwnersAndVolumesWork() {
        box.mkdir("shared");
        box.jpod(
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        "-v",
                        box.directory() + "/shared:/s",
                        "-v",
                        "named:/n",
                        box.busybox(),
                        "sh",
                        "-c",
                        "echo x > /s/file; echo y > /n/file; stat -c %u /etc/passwd")
                .succeeds()
                .prints("0");
        box.sh("cat shared/file; stat -c %u shared/file")
                .succeeds()
                .prints("x\n" + box.host().uid());
    }

    @Test
    void aTerminal() {
        try (io.jpod.it.harness.Running running =
                box.startOnTerminal("run", "--rm", "-it", "--network", "none", box.busybox(), "sh")) {
            running.send("echo at-$((6 * 7))\n").awaitOut("at-42");
            running.send("exit 5\n").end().exits(5);
        }
    }

    @Test
    void infoTellsAboutTheHost() {
        Result info = box.jpod("info", "--format", "json").succeeds();
        assertEquals(
                box.host().uid() != 0, info.json().at("/host/security/rootless").asBoolean(), info::toString);
    }

    @Test
    void manyEndWell() {
        for (int i = 0; i < 3; i++) {
            box.jpod("run", "--rm", "--network", network(), box.busybox(), "true")
                    .succeeds();
        }
    }
}
