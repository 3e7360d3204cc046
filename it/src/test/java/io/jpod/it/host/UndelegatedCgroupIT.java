package io.jpod.it.host;

import io.jpod.it.harness.HostMode;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Sandbox;
import org.junit.jupiter.api.Test;

@OnHost(HostMode.UNDELEGATED_CGROUP)
class UndelegatedCgroupIT extends CoreOfAHost {
    UndelegatedCgroupIT(Sandbox box) {
        super(box);
    }

    @Test
    void aLimitIsRefusedWithWhatIsMissing() {
        box.jpod("run", "--rm", "--memory", "64m", box.busybox(), "true")
                .failsPlainly(125)
                .complains("cgroup")
                .complains("hint: ");
        String id = box.sleeper("--network", "none");
        box.jpod("pause", id).failsPlainly(125).complains("cgroup");
    }
}
