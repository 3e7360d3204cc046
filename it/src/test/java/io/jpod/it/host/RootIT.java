package io.jpod.it.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.it.harness.HostMode;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
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

    /** systemd shares all mounts; a helper that detaches its own must not take the machine's away. */
    @Test
    void theMachinesMountsStay() {
        Result result = box.sh("exec unshare --mount --propagation shared sh -c '"
                + "cut -d\" \" -f5 /proc/self/mountinfo | sort >mounts-before; "
                + box.command() + " run --rm --network slirp4netns " + box.busybox() + " echo ran; "
                + "cut -d\" \" -f5 /proc/self/mountinfo | sort >mounts-after'");
        result.succeeds().prints("ran");
        assertEquals("", box.sh("diff mounts-before mounts-after").text());
    }
}
