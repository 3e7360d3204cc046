package io.jpod.it.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.Deadline;
import io.jpod.it.harness.OciLayout;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Sandbox;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@OnHost
class FaultsIT {
    private final Sandbox box;

    FaultsIT(Sandbox box) {
        this.box = box;
    }

    @Test
    void mistakesOfTheCallerAreErrorsThatNameThem() {
        box.jpod("no-such-command").exits(125).complains("no-such-command");
        box.jpod("run").failsPlainly(125);
        box.jpod("run", "--rm", "--memory", "lots", box.busybox(), "true")
                .failsPlainly(125)
                .complains("lots");
        box.jpod("run", "--rm", "-e", "=x", box.busybox(), "true").failsPlainly(125);
        box.jpod("run", "--rm", "--name", "", box.busybox(), "true").exits(box.isJpod() ? 0 : 0);
        box.jpod("ps", "--filter", "nonsense=1").failsPlainly(125);
        box.jpod("ps", "extra").exits(125);
        box.jpod("run", "--rm", "--pull", "never", "localhost/not/here", "true")
                .failsPlainly(125)
                .complains("localhost/not/here");
        box.jpod("inspect", "not-here").exits(125).complains("not-here");
    }

    @Test
    void aFlagOfAnotherIssueIsRefusedByName() {
        box.jpod("run", "--rm", "--pod", "some", box.busybox(), "true")
                .exits(125)
                .complains("pod");
        box.jpod("run", "--rm", "--secret", "some", box.busybox(), "true")
                .exits(125)
                .complains("secret");
    }

    @Test
    void aFullDiskIsSaidAndTheStoreIsWholeAfterwards() {
        Result result = box.sh("mkdir -p small && " + box.command() + " unshare sh -c '"
                + "mount -t tmpfs -o size=1500k tmpfs small && "
                + "JPOD=\"" + box.command().replace("'", "") + " --root $PWD/small/root --runroot $PWD/small/run\"; "
                + "$JPOD pull -q oci:" + box.fixtures().busybox() + "; echo pull-$?; "
                + "mount -o remount,size=20m small; "
                + "$JPOD images -q | wc -l; $JPOD pull -q oci:" + box.fixtures().busybox()
                + " > /dev/null; echo again-$?'");
        result.says("pull-125").says("\n0\nagain-0").complains("no space left on device");
    }

    @Test
    void aMissingHelperProgramIsNamed() {
        Sandbox poor = box.with(
                "PATH",
                box.sh(
                                "mkdir -p bin && for t in sh env newuidmap newgidmap id java dirname readlink nsenter unshare sed cat; do "
                                        + "ln -sf $(command -v $t) bin/$t; done; echo $PWD/bin")
                        .succeeds()
                        .text());
        Result result = poor.options("--runtime", "runc-is-not-here")
                .jpod("run", "--rm", "--network", "none", box.busybox(), "true");
        result.failsPlainly(125).complains("runc-is-not-here");
    }

    @Test
    void aBindMountThatFailsLeavesNothing() {
        box.jpod("run", "--name", "broken", "-v", "/proc/1/root/nothing:/x", box.busybox(), "true")
                .failsPlainly(125);
        assertEquals("", box.jpod("ps", "-aq").text());
    }

    @Test
    void aContainerThatCannotStartStaysCreatedAndCanBeRemoved() {
        box.jpod("create", "--name", "never", box.busybox(), "no-such-command").succeeds();
        box.jpod("start", "never").exits(127);
        box.jpod("ps", "-a", "--format", "{{.Names}}").succeeds().prints("never");
        box.jpod("rm", "never").succeeds();
    }

    @Test
    void aDamagedContainerHidesNoOther() {
        box.jpod("create", "--name", "whole", box.busybox(), "true").succeeds();
        String id = box.jpod("create", "--name", "hurt", box.busybox(), "true")
                .succeeds()
                .text();
        Result files = box.sh("find home/.local/share -path '*" + id + "*' -name '*.json' -size +0 | grep -v blobs");
        assertTrue(!files.lines().isEmpty(), files::toString);
        box.sh("for f in $(find home/.local/share -path '*" + id + "*' -name '*.json'); do echo '{\"cut' > $f; done")
                .succeeds();
        box.jpod("ps", "-a", "--format", "{{.Names}}").says("whole");
        box.jpod("start", "whole").succeeds();
        box.jpod("rm", "-f", id).exits(0);
        box.jpod("ps", "-a", "--format", "{{.Names}}").succeeds().prints("whole");
    }

    @Test
    void anotherFormatOfTheStoreIsRefused() {
        Result version = box.sh("find home/.local/share/jpod -maxdepth 1 -type f -name format");
        assertEquals(1, version.succeeds().lines().size(), version::toString);
        Path file = box.directory().resolve(version.text());
        String old = box.sh("cat " + file).succeeds().out();
        box.write(box.directory().relativize(file).toString(), old.replaceAll("[0-9]+", "999"));
        box.jpod("ps").failsPlainly(125).complains("999");
        box.write(box.directory().relativize(file).toString(), old);
        box.jpod("ps").succeeds();
    }

    @Test
    void aMonitorThatIsKilledIsNoticed() {
        String id = box.sleeper("--name", "orphan", "--network", "none");
        box.sh("pkill -9 -u $(id -u) conmon").succeeds();
        box.sh("pkill -9 -f 'trap .exit 0. TERM'; true");
        Deadline.await(
                "the container is no longer running",
                () -> !box.jpod("inspect", "--format", "{{.State.Status}}", id)
                        .text()
                        .equals("running"));
        box.jpod("rm", "-f", id).succeeds();
    }

    @Test
    void twoCommandsOnOneContainer() {
        String id = box.sleeper("--name", "both");
        try (var first = box.start("stop", "-t", "1", id);
                var second = box.start("rm", "-f", "-t", "1", id)) {
            first.end();
            second.end();
        }
        box.jpod("rm", "-f", "-i", id).succeeds();
        assertEquals("", box.jpod("ps", "-aq").succeeds().text());
    }

    @Test
    void anImageCanBeRemovedWhileAnotherIsPulled() {
        OciLayout image = new OciLayout()
                .layer(box.fixtures()
                        .busyboxTar()
                        .file("big", 0644, "x".repeat(3_000_000))
                        .bytes());
        Path layout = image.writeTo(box.fixtures().newDirectory("big"), "big");
        for (int i = 0; i < 3; i++) {
            try (var pull = box.start("pull", "-q", "oci:" + layout)) {
                box.jpod("rmi", "-f", "localhost/nothing:1");
                pull.end().succeeds();
            }
        }
    }
}
