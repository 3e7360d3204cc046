package io.jpod.it.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Running;
import io.jpod.it.harness.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many commands on one store at once. */
@OnHost
class RaceIT {
    private static final int AT_ONCE = 20;
    private static final int ROUNDS = Integer.getInteger("jpod.it.rounds", 50);

    private final Sandbox box;

    RaceIT(Sandbox box) {
        this.box = box;
    }

    @Test
    @Timeout(3600)
    void twentyRunsAtOnceEachGiveTheirOwnAnswer() {
        String image = box.busybox();
        for (int round = 0; round < ROUNDS; round++) {
            List<Running> all = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                all.add(box.start(
                                "run",
                                "--rm",
                                "--network",
                                "none",
                                "--name",
                                "race" + i,
                                image,
                                "sh",
                                "-c",
                                "echo answer-" + i + "; exit " + i)
                        .endInput());
            }
            for (int i = 0; i < AT_ONCE; i++) {
                all.get(i).end(Duration.ofSeconds(120)).exits(i).prints("answer-" + i);
            }
            box.jpod("ps", "-aq").succeeds().prints("");
        }
    }

    @Test
    @Timeout(600)
    void oneNameIsWonByOneOfMany() {
        String image = box.busybox();
        List<Running> all = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            all.add(box.start("create", "--name", "one", image, "true").endInput());
        }
        int won = 0;
        for (Running running : all) {
            Result result = running.end(Duration.ofSeconds(120));
            if (result.exitCode() == 0) {
                won++;
            } else {
                result.failsPlainly(125).complains("is already in use");
            }
        }
        assertEquals(1, won);
        assertEquals(1, box.jpod("ps", "-aq").succeeds().lines().size());
    }

    @Test
    @Timeout(600)
    void theFirstCommandsOfANewUserAtOnce() {
        Path layout = box.fixtures().busybox();
        box.jpod("rmi", "-a", "-f").succeeds();
        List<Running> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(box.start("run", "--rm", "--network", "none", "oci:" + layout, "echo", "ran")
                    .endInput());
        }
        for (Running running : all) {
            running.end(Duration.ofSeconds(120)).succeeds().prints("ran");
        }
        assertEquals(
                1,
                box.jpod("images", "-q", "-a").succeeds().lines().stream()
                        .distinct()
                        .count());
    }

    @Test
    @Timeout(600)
    void removingWhileListingAndInspecting() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ids.add(box.jpod("create", box.busybox(), "true").succeeds().text());
        }
        List<Running> all = new ArrayList<>();
        for (String id : ids) {
            all.add(box.start("rm", id).endInput());
            all.add(box.start("ps", "-a").endInput());
        }
        for (Running running : all) {
            running.end(Duration.ofSeconds(120)).succeeds();
        }
        box.jpod("ps", "-aq").succeeds().prints("");
    }
}
