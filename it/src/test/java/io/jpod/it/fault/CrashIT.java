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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code kill -9} of commands at random moments; then everything works and nothing is left. */
@OnHost
class CrashIT {
    private static final int KILLS = Integer.getInteger("jpod.it.kills", 200);
    private static final long SEED = Long.getLong("jpod.it.seed", System.nanoTime());

    private final Sandbox box;
    private final Random random = new Random(SEED);
    private Path layout;

    CrashIT(Sandbox box) {
        this.box = box;
    }

    @Test
    @Timeout(3600)
    void nothingIsLostOrLeft() {
        System.out.println("crash test: " + KILLS + " kills, -Djpod.it.seed=" + SEED);
        String image = box.busybox();
        OciLayout made = new OciLayout().layer(box.fixtures().busyboxTar().bytes());
        for (int i = 0; i < 4; i++) {
            made.layer(
                    new Tar().file("file-" + i, 0644, "x".repeat(500_000 + i)).bytes());
        }
        layout = made.writeTo(box.fixtures().newDirectory("crash"), "crash");
        box.jpod("create", "--name", "survivor", image, "echo", "still here").succeeds();
        long longest = longestRun(image);
        for (int i = 0; i < KILLS; i++) {
            killOne(i, image, longest);
        }
        box.jpod("start", "-a", "survivor").succeeds().prints("still here");
        proveThatItWorks(image);
        removeAll();
        assertEmptyStore();
    }

    /** How long an undisturbed run takes; kills fall within it. */
    private long longestRun(String image) {
        long start = System.nanoTime();
        box.jpod("run", "--rm", "--network", "none", image, "true").succeeds();
        return System.nanoTime() - start;
    }

    private void killOne(int i, String image, long longest) {
        List<String> argv = switch (i % 4) {
            case 0 -> List.of("run", "--rm", "--network", "none", image, "true");
            case 1 -> List.of("run", "-d", image, "sleep", "1000");
            case 2 -> List.of("pull", "-q", "oci:" + layout);
            default -> List.of("rm", "-f", "-t", "0", anyContainer());
        };
        try (Running running = box.start(argv.toArray(new String[0])).endInput()) {
            LockSupport.parkNanos((long) (random.nextDouble() * longest * 1.2));
            running.signal("KILL");
            running.end(Duration.ofSeconds(60));
        }
        if (i % 4 == 2) {
            box.jpod("rmi", "-f", "localhost" + layout);
        }
        if (i % 10 == 9) {
            box.jpod("ps", "-a").succeeds();
        }
    }

    private String anyContainer() {
        List<String> ids = new ArrayList<>(
                box.jpod("ps", "-aq", "--filter", "name=!survivor").lines());
        Result all = box.jpod("ps", "-a", "--format", "{{.ID}} {{.Names}}");
        ids.clear();
        for (String line : all.lines()) {
            if (!line.endsWith(" survivor")) {
                ids.add(line.split(" ")[0]);
            }
        }
        return ids.isEmpty() ? "none-left" : ids.get(random.nextInt(ids.size()));
    }

    private void proveThatItWorks(String image) {
        box.jpod("ps", "-a").succeeds();
        box.jpod("run", "--rm", "--network", "none", image, "echo", "works")
                .succeeds()
                .prints("works");
        box.jpod("run", "--rm", image, "echo", "with a network").succeeds().prints("with a network");
        box.jpod("run", "--rm", "--network", "none", "oci:" + layout, "sh", "-c", "cat /file-* | wc -c")
                .succeeds()
                .prints("2000006");
    }

    private void removeAll() {
        box.jpod("rm", "-f", "-a", "-t", "0").succeeds();
        box.jpod("ps", "-aq").succeeds().prints("");
        box.jpod("rmi", "-f", "-a").succeeds();
        box.jpod("images", "-aq").succeeds().prints("");
    }

    /** What may stay in the data root: locks, the format, what the driver found out, empty directories. */
    private void assertEmptyStore() {
        Result files = box.sh(
                "cd home/.local/share/jpod && find . -type f -size +0 ! -name '*.lock' ! -name format ! -name driver ! -name mechanism | sort");
        assertEquals("", files.succeeds().text(), "files left in the data root");
        Result size = box.sh("du -sk home/.local/share/jpod | cut -f1");
        assertTrue(Integer.parseInt(size.text()) < 2000, () -> "kilobytes left in the data root: " + size);
        Result layers = box.sh(
                "cd home/.local/share/jpod && find . -name busybox -o -name '*incomplete*' -o -name '*.tmp' -o -name '.tmp*'");
        assertEquals("", layers.text(), "layers left in the data root");
    }
}
