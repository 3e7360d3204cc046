package io.jpod.it.host;

import io.jpod.it.harness.HostMode;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Sandbox;
import org.junit.jupiter.api.Test;

@OnHost(HostMode.NO_TUN)
class NoTunIT extends CoreOfAHost {
    NoTunIT(Sandbox box) {
        super(box);
    }

    @Override
    String network() {
        return "none";
    }

    @Test
    void slirpIsRefusedWithTheRemedy() {
        box.jpod("run", "--rm", "--network", "slirp4netns", box.busybox(), "true")
                .failsPlainly(125)
                .complains("/dev/net/tun")
                .complains("hint: ");
        box.jpod("run", "--rm", "--network", "host", box.busybox(), "true").succeeds();
        box.jpod("ps", "-aq").succeeds().prints("");
    }
}
