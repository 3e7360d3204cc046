package io.jpod.it.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.OciLayout;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Running;
import io.jpod.it.harness.Sandbox;
import io.jpod.it.harness.Tar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A full disk and {@code kill -9} while images come, are made and go: nothing is repaired by hand, no byte is unaccounted for. */
@OnHost
class StoreFaultsIT {
    private static final int ROUNDS = Integer.getInteger("jpod.it.store.rounds", 40);
    private static final long SEED = Long.getLong("jpod.it.seed", System.nanoTime());

    /** Lists what is in an empty data root and should not be. */
    private static final String FILES = "find . -type f -size +0 ! -path \"./blobs/partial/*\" ! -name \"*.lock\""
            + " ! -name format ! -name driver ! -name mechanism | sort";

    private final Sandbox box;
    private final Random random = new Random(SEED);

    StoreFaultsIT(Sandbox box) {
        this.box = box;
    }

    private Path layout() {
        OciLayout made = new OciLayout().layer(box.fixtures().busyboxTar().bytes());
        for (int i = 0; i < 4; i++) {
            Tar layer = new Tar();
            for (int j = 0; j < 150; j++) {
                layer.file("dir-" + i + "-file-" + j, 0644, "x".repeat(2000 + i * 31 + j));
            }
            made.layer(layer.bytes());
        }
        return made.writeTo(box.fixtures().newDirectory("faults"), "faults");
    }

    @Test
    @Timeout(3600)
    void killedCommandsLeaveNothingBehind() {
        System.out.println("store faults: " + ROUNDS + " kills, -Djpod.it.seed=" + SEED);
        Path layout = layout();
        String name = "localhost" + layout;
        long pull = duration("pull", "-q", "oci:" + layout);
        box.jpod("save", "-q", "-o", "archive.tar", name).succeeds();
        long rmi = duration("rmi", name);
        long load = duration("load", "-q", "-i", "archive.tar");
        box.jpod(
                        "run",
                        "--name",
                        "writer",
                        "--network",
                        "none",
                        "-v",
                        box.directory() + ":/host",
                        box.busybox(),
                        "sh",
                        "-c",
                        "mkdir /w; for i in $(seq 300); do echo $i > /w/$i; done")
                .succeeds();
        box.jpod("commit", "-q", "writer", "localhost/kept:1").succeeds();
        long[] usual = {load, duration("commit", "-q", "writer", "localhost/made:1"), rmi, pull};
        int hits = 0;
        for (int i = 0; hits < ROUNDS; i++) {
            hits += round(i, layout, usual[i % 4]) ? 1 : 0;
        }
        box.jpod("run", "--rm", "--network", "none", "localhost/kept:1", "cat", "/w/300")
                .succeeds()
                .prints("300");
        box.jpod("rm", "writer").succeeds();
        box.jpod("rmi", "-a", "-f").succeeds();
        box.jpod("system", "check").succeeds().prints("");
        assertNothingIsLeft("home/.local/share/jpod");
    }

    private void assertNothingIsLeft(String root) {
        Result files = box.sh("cd " + root + " && " + FILES);
        assertEquals("", files.succeeds().text(), "files left in the data root");
    }

    private long duration(String... arguments) {
        long start = System.nanoTime();
        box.jpod(arguments).succeeds();
        return System.nanoTime() - start;
    }

    /** True when the command was still there to be killed. */
    private boolean round(int i, Path layout, long usual) {
        if (i % 4 == 0 || i % 4 == 3) {
            // So that there is something to bring.
            box.jpod("rmi", "-f", "-i", "localhost" + layout).succeeds();
        } else if (i % 4 == 2) {
            box.jpod("pull", "-q", "oci:" + layout).succeeds();
        }
        try (Running running = box.start(command(i, layout)).endInput()) {
            LockSupport.parkNanos((long) (random.nextDouble() * usual));
            running.signal("KILL");
            boolean hit = running.end(Duration.ofSeconds(60)).exitCode() == 128 + 9;
            box.jpod("system", "check").succeeds().prints("");
            return hit;
        }
    }

    private static String[] command(int i, Path layout) {
        return switch (i % 4) {
            case 0 -> new String[] {"load", "-q", "-i", "archive.tar"};
            case 1 -> new String[] {"commit", "-q", "writer", "localhost/made:" + i};
            case 2 -> new String[] {"rmi", "-f", "localhost" + layout, "localhost/made:" + (i - 1)};
            default -> new String[] {"pull", "-q", "oci:" + layout};
        };
    }

    /** On a tmpfs that is too small; then it is made larger and everything must work. */
    private Result onFullDisk(int kilobytes, String before, String work) {
        String jpod = box.command().replace("'", "") + " --root $PWD/small/root --runroot $PWD/small/run";
        return box.sh("mkdir -p small && " + box.command() + " unshare sh -c '"
                + "mount -t tmpfs -o size=60m tmpfs small; JPOD=\"" + jpod + "\"; " + before
                + "; used=$(du -sk small | cut -f1); mount -o remount,size=$((used + " + kilobytes + "))k small; "
                + work
                + "; echo work-$?; mount -o remount,size=60m small; $JPOD system check; echo check-$?; " + work
                + " > /dev/null; echo again-$?; $JPOD system check; echo check-again-$?"
                + "; $JPOD rm -a -f > /dev/null; $JPOD rmi -a -f > /dev/null; echo emptied-$?; cd small/root && "
                + FILES
                + "'");
    }

    private void recovers(Result result, int... codes) {
        result.says("check-0").says("again-0").says("check-again-0");
        int code = Integer.parseInt(result.text().replaceAll("(?s).*work-(\\d+).*", "$1"));
        assertTrue(IntStream.of(codes).anyMatch(one -> one == code), () -> "exit code of " + result);
        if (code != 0) {
            result.complains("o space left on device");
        }
        assertTrue(result.text().endsWith("emptied-0"), () -> "files left in the data root: " + result);
    }

    @Test
    @Timeout(3600)
    void aFullDiskWhilePullingLoadingCommittingAndRemoving() {
        Path layout = layout();
        String image = "localhost" + layout;
        box.jpod("pull", "-q", "oci:" + layout).succeeds();
        box.jpod("save", "-q", "-o", "disk.tar", image).succeeds();
        String pull = "$JPOD pull -q oci:" + layout;
        String load = "$JPOD load -q -i disk.tar";
        String write =
                pull + "; $JPOD run --name w --network none " + image + " sh -c \"head -c 3000000 /dev/zero > /zeros\"";
        String commit = "$JPOD commit -q w localhost/new:1";
        recovers(onFullDisk(2500, "true", pull), 125);
        recovers(onFullDisk(2500, "true", load), 125);
        recovers(onFullDisk(1500, write, commit), 125);
        // What frees space must not need any.
        recovers(onFullDisk(0, pull, "$JPOD rmi -i " + image), 0);
        for (int i = 0; i < ROUNDS / 10; i++) {
            int free = random.nextInt(6000);
            System.out.println("full disk: " + free + " kB free");
            switch (i % 3) {
                case 0 -> recovers(onFullDisk(free, "true", pull), 0, 125);
                case 1 -> recovers(onFullDisk(free, "true", load), 0, 125);
                default -> recovers(onFullDisk(free, write, commit), 0, 125);
            }
        }
    }

    @Test
    @Timeout(600)
    void containersAreStoppedKilledAndRemovedOnAFullDisk() {
        for (String full : new String[] {"data", "run", "data run"}) {
            String jpod = box.command().replace("'", "") + " --root $PWD/data/root --runroot $PWD/run/root";
            Result result = box.sh("mkdir -p data run && " + box.command() + " unshare sh -c '"
                    + "mount -t tmpfs -o size=20m tmpfs data; mount -t tmpfs -o size=4m tmpfs run; JPOD=\"" + jpod
                    + "\"; for n in s k r w a; do p=; [ $n != a ] || p=--restart=always;"
                    + " $JPOD run -d $p --name $n --network none oci:"
                    + box.fixtures().busybox() + " sh -c \"trap \\\"exit 3\\\" TERM; echo ready;"
                    + " while [ ! -e /stop ]; do sleep 0.05; done; exit 7\" > /dev/null; done;"
                    + " until [ $(for n in s k r w a; do $JPOD logs $n; done | wc -l) = 5 ]; do sleep 0.1; done;"
                    + " for d in " + full + "; do cat /dev/zero > $d/zeros;"
                    + " i=0; while echo x > $d/$((i += 1)); do :; done; done 2> /dev/null;"
                    + " $JPOD ps -q | wc -l; $JPOD exec s echo hello; $JPOD inspect --format \"{{.State.Status}}\" s;"
                    + " $JPOD pause k; $JPOD unpause k; $JPOD exec w touch /stop; $JPOD wait w; $JPOD stop s a;"
                    + " $JPOD kill k; $JPOD wait k; $JPOD rm -f r;"
                    + " $JPOD ps -a --format \"{{.Names}} {{.Status}}\"; $JPOD rm s; echo removed-$?;"
                    + " rm data/[0-9z]* run/[0-9z]*; $JPOD system check; echo check-$?;"
                    + " $JPOD start k; $JPOD rm -f -a > /dev/null; $JPOD rmi -a > /dev/null; echo emptied-$?;"
                    + " find run/root/containers -type f; cd data/root && " + FILES + "'");
            result.succeeds()
                    .printsMatching("(?s)5\nhello\nrunning\nk\nk\n7\ns\na\nk\n137\nr\ns Exited \\(3\\).*"
                            + "k Exited \\(137\\).*w Exited \\(7\\).*a Exited \\(3\\).*"
                            + "s\nremoved-0\ncheck-0\nk\nemptied-0");
        }
    }
}
