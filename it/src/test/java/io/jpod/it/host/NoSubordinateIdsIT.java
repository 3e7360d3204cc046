package io.jpod.it.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.it.harness.HostMode;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Sandbox;
import org.junit.jupiter.api.Test;

@OnHost(HostMode.NO_SUBORDINATE_IDS)
class NoSubordinateIdsIT extends CoreOfAHost {
    NoSubordinateIdsIT(Sandbox box) {
        super(box);
    }

    @Test
    void oneIdIsMappedAndItIsSaidOnce() {
        box.busybox();
        Result result = withNewNamespaces()
                .jpod("run", "--rm", "--network", "none", box.busybox(), "cat", "/proc/self/uid_map");
        assertEquals(
                "0 " + box.host().uid() + " 1", result.succeeds().text().trim().replaceAll(" +", " "));
        long warnings = result.err()
                .lines()
                .filter(line -> line.contains("/etc/subuid"))
                .count();
        assertEquals(1, warnings, result::toString);
    }

    @Test
    void anImageWithOtherOwnersIsUnpackedAndRuns() {
        box.jpod("run", "--rm", "--network", "none", box.busybox(), "cat", "/home/user/owned")
                .succeeds()
                .prints("of user");
    }

    @Test
    void aModeThatNeedsMoreIdsIsRefused() {
        box.jpod("run", "--rm", "--userns", "auto", box.busybox(), "true")
                .failsPlainly(125)
                .complains("subuid");
    }
}
