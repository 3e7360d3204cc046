package io.jpod.it.host;

import io.jpod.it.harness.HostMode;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Sandbox;
import org.junit.jupiter.api.Test;

@OnHost(HostMode.ROOT)
class RootIT extends CoreOfAHost {
    RootIT(Sandbox box) {
        super(box);
    }

    @Override
    String network() {
        return "none";
    }

    @Test
    void idsAreTheMachines() {
        box.jpod("run", "--rm", "--network", "none", box.busybox(), "cat", "/proc/self/uid_map")
                .succeeds()
                .printsMatching(" +0 +0 +4294967295");
    }

    @Test
    void unshareIsForOthers() {
        box.jpod("unshare", "true").failsPlainly(125).complains("please use unshare with rootless");
    }
}
