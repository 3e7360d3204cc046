package io.jpod.it.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.it.harness.OciLayout;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Running;
import io.jpod.it.harness.Sandbox;
import io.jpod.it.harness.Tar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A full disk and {@code kill -9} while images come, are made and go: nothing is repaired by hand, no byte is unaccounted for. */
@OnHost
class StoreFaultsIT {
    private static final int ROUNDS = Integer.getInteger("jpod.it.store.rounds", 12);
    private static final long SEED = Long.getLong("jpod.it.seed", System.nanoTime());

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
        box.jpod("pull", "-q", "oci:" + layout).succeeds();
        box.jpod("save", "-q", "-o", "archive.tar", name).succeeds();
        box.jpod(
                        "run",
                        "--name",
                        "writer",
                        "--network",
                        "none",
                        "-v",
                        box.directory() + ":/host",
                        name,
                        "sh",
                        "-c",
                        "mkdir /w; for i in $(seq 300); do echo $i > /w/$i; done")
                .succeeds();
        box.jpod("commit", "-q", "writer", "localhost/kept:1").succeeds();
        box.jpod("rmi", name).exits(2);
        long longest = duration("commit", "-q", "writer", "localhost/made:1");
        for (int i = 0; i < ROUNDS; i++) {
            round(i, layout, longest);
        }
        box.jpod("run", "--rm", "--network", "none", "localhost/kept:1", "cat", "/w/300")
                .succeeds()
                .prints("300");
        box.jpod("rm", "writer").succeeds();
        box.jpod("rmi", "-a", "-f").succeeds();
        box.jpod("system", "check").succeeds().prints("");
        Result files = box.sh("cd home/.local/share/jpod && find . -type f -size +0 ! -path './blobs/partial/*'"
                + " ! -name '*.lock' ! -name format ! -name driver ! -name mechanism | sort");
        assertEquals("", files.succeeds().text(), "files left in the data root");
    }

    private long duration(String... arguments) {
        long start = System.nanoTime();
        box.jpod(arguments).succeeds();
        return System.nanoTime() - start;
    }

    private void round(int i, Path layout, long longest) {
        List<String> argv = switch (i % 4) {
            case 0 -> List.of("load", "-q", "-i", "archive.tar");
            case 1 -> List.of("commit", "-q", "writer", "localhost/made:" + i);
            case 2 -> List.of("rmi", "-f", "localhost/made:" + (i - 1), "localhost/made:1");
            default -> List.of("pull", "-q", "oci:" + layout);
        };
        if (i % 8 == 0 || i % 8 == 7) {
            // So that there is something to bring back.
            box.jpod("rm", "-i", "-f", "user");
        }
        try (Running running = box.start(argv.toArray(new String[0])).endInput()) {
            LockSupport.parkNanos((long) (random.nextDouble() * longest * 1.2));
            running.signal("KILL");
            running.end(Duration.ofSeconds(60));
        }
        box.jpod("system", "check").succeeds().prints("");
    }

    /** On a tmpfs that is too small; then it is made larger and everything must work. */
    private Result onFullDisk(int kilobytes, String before, String work) {
        String jpod = box.command().replace("'", "") + " --root $PWD/small/root --runroot $PWD/small/run";
        return box.sh("mkdir -p small && " + box.command() + " unshare sh -c '"
                + "mount -t tmpfs -o size=60m tmpfs small; JPOD=\"" + jpod + "\"; " + before
                + "; used=$(du -sk small | cut -f1); mount -o remount,size=$((used + " + kilobytes + "))k small; "
                + work
                + "; echo work-$?; mount -o remount,size=60m small; $JPOD system check; echo check-$?; " + work
                + " > /dev/null; echo again-$?; $JPOD system check; echo check-again-$?'");
    }

    private void recovers(Result result) {
        result.says("work-125")
                .says("check-0")
                .says("again-0")
                .says("check-again-0")
                .complains("o space left on device");
    }

    @Test
    void aFullDiskWhilePullingLoadingAndCommitting() {
        Path layout = layout();
        String image = "localhost" + layout;
        box.jpod("pull", "-q", "oci:" + layout).succeeds();
        box.jpod("save", "-q", "-o", "disk.tar", image).succeeds();
        recovers(onFullDisk(2500, "true", "$JPOD pull -q oci:" + layout));
        recovers(onFullDisk(2500, "true", "$JPOD load -q -i disk.tar"));
        recovers(onFullDisk(
                1500,
                "$JPOD pull -q oci:" + layout + "; $JPOD run --name w --network none " + image
                        + " sh -c \"head -c 3000000 /dev/zero > /zeros\"",
                "$JPOD commit -q w localhost/new:1"));
    }
}
