package io.jpod.it.host;

import io.jpod.it.harness.HostMode;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Sandbox;
import org.junit.jupiter.api.Test;

@OnHost(HostMode.NO_FUSE)
class NoFuseIT extends CoreOfAHost {
    NoFuseIT(Sandbox box) {
        super(box);
    }

    @Test
    void nativeOverlayNeedsNoFuse() {
        box.jpod("run", "--rm", "--network", "none", box.busybox(), "sh", "-c", "grep ' / ' /proc/mounts")
                .succeeds()
                .says("overlay");
    }
}
