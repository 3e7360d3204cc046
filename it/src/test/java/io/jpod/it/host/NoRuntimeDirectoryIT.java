package io.jpod.it.host;

import io.jpod.it.harness.HostMode;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Sandbox;

@OnHost(HostMode.NO_RUNTIME_DIRECTORY)
class NoRuntimeDirectoryIT extends CoreOfAHost {
    NoRuntimeDirectoryIT(Sandbox box) {
        super(box);
    }
}
