package io.jpod.it.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.it.harness.HostMode;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Sandbox;
import org.junit.jupiter.api.Test;

@OnHost(HostMode.NO_NEWUIDMAP)
class NoNewuidmapIT extends CoreOfAHost {
    NoNewuidmapIT(Sandbox box) {
        super(box);
    }

    @Test
    void oneIdIsMappedAndTheRemedyIsNamed() {
        box.busybox();
        Result result = withNewNamespaces()
                .jpod("run", "--rm", "--network", "none", box.busybox(), "cat", "/proc/self/uid_map");
        assertEquals(
                "0 " + box.host().uid() + " 1", result.succeeds().text().trim().replaceAll(" +", " "));
        result.complains("newuidmap");
    }
}
