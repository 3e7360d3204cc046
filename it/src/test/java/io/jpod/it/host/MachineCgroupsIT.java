package io.jpod.it.host;

import io.jpod.it.harness.HostMode;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Sandbox;

@OnHost(HostMode.MACHINE_CGROUPS)
class MachineCgroupsIT extends CoreOfAHost {
    MachineCgroupsIT(Sandbox box) {
        super(box);
    }
}
