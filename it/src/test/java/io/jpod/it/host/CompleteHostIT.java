package io.jpod.it.host;

import io.jpod.it.harness.HostMode;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Sandbox;
import org.junit.jupiter.api.Test;

@OnHost(HostMode.COMPLETE)
class CompleteHostIT extends CoreOfAHost {
    CompleteHostIT(Sandbox box) {
        super(box);
    }

    @Test
    void containersHaveCgroupsOfTheirOwnBelowTheUsers() {
        String id = box.sleeper("--network", "none");
        String pid = box.jpod("inspect", "--format", "{{.State.Pid}}", id).text();
        box.sh("cat /proc/" + pid + "/cgroup")
                .succeeds()
                .says("/user.slice/user-" + box.host().uid() + ".slice/")
                .says(id);
    }
}
