package io.jpod.it.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Sandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which ids a container has, seen from inside and from the host. */
@OnHost
class UserNamespaceIT {
    private final Sandbox box;

    UserNamespaceIT(Sandbox box) {
        this.box = box;
    }

    private Result run(String script, String... options) {
        List<String> arguments = new ArrayList<>(List.of("run", "--rm", "--network", "none"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(box.busybox(), "sh", "-c", script));
        return box.jpod(arguments);
    }

    /** A map with single blanks. */
    private static String map(Result result) {
        return result.succeeds().text().replaceAll("(?m)^ +", "").replaceAll(" +", " ");
    }

    private long[] subordinate() {
        String line = box.sh("grep ^$(id -un): /etc/subuid").succeeds().lines().get(0);
        return new long[] {Long.parseLong(line.split(":")[1]), Long.parseLong(line.split(":")[2])};
    }

    @Test
    void unshareShowsTheWholeMap() {
        long[] range = subordinate();
        assertEquals(
                "0 " + box.host().uid() + " 1\n1 " + range[0] + " " + range[1],
                map(box.jpod("unshare", "cat", "/proc/self/uid_map")));
        box.jpod("unshare", "sh", "-c", "exit 7").exits(7);
        box.jpod("unshare", "id", "-u").succeeds().prints("0");
        box.jpod("unshare", "no-such-command").exits(127);
    }

    @Test
    void rootInsideIsTheCallerOutside() {
        long[] range = subordinate();
        assertEquals(
                "0 " + box.host().uid() + " 1\n1 " + range[0] + " " + range[1], map(run("cat /proc/self/uid_map")));
        Path shared = box.mkdir("out");
        run("touch /s/root; touch /s/user; chown 1000:1000 /s/user", "-v", shared + ":/s")
                .succeeds();
        box.sh("stat -c %u out/root out/user").succeeds().prints(box.host().uid() + "\n" + (range[0] + 999));
    }

    @Test
    void keepIdMakesTheCallerItself() {
        int uid = box.host().uid();
        Path shared = box.mkdir("kept");
        run("id -u; touch /s/mine; stat -c %u /s/mine", "--userns", "keep-id", "-v", shared + ":/s")
                .succeeds()
                .prints(uid + "\n" + uid);
        box.sh("stat -c %u kept/mine").succeeds().prints(Integer.toString(uid));
        run("id -un; whoami", "--userns", "keep-id").succeeds();
        run("id -u; cat /etc/motd", "--userns", "keep-id", "--user", "0")
                .succeeds()
                .says("0")
                .says("made by hand");
    }

    @Test
    void keepIdTakesOtherNumbers() {
        Path shared = box.mkdir("renumbered");
        run("id -u; id -g; touch /s/mine", "--userns", "keep-id:uid=2001,gid=2002", "-v", shared + ":/s")
                .succeeds()
                .prints("2001\n2002");
        box.sh("stat -c %u renumbered/mine")
                .succeeds()
                .prints(Integer.toString(box.host().uid()));
    }

    @Test
    void nomapLeavesTheCallerOut() {
        long[] range = subordinate();
        assertEquals(
                "0 1 " + range[1],
                map(run("cat /proc/self/uid_map", "--userns", "nomap")).replaceAll(" \\d+ (\\d+)$", " 1 $1"));
        Path shared = box.mkdir("unmapped");
        run("stat -c %u /s", "--userns", "nomap", "-v", shared + ":/s")
                .succeeds()
                .prints("65534");
    }

    @Test
    void autoGivesSeparateRanges() {
        String one = map(run("cat /proc/self/uid_map", "--userns", "auto:size=3000"));
        assertTrue(one.matches("0 \\d+ 3000"), one);
        String first = box.sleeper("--userns", "auto:size=2500", "--network", "none");
        String second = box.sleeper("--userns", "auto:size=2500", "--network", "none");
        String a = map(box.jpod("exec", first, "cat", "/proc/self/uid_map"));
        String b = map(box.jpod("exec", second, "cat", "/proc/self/uid_map"));
        assertTrue(a.matches("0 \\d+ 2500") && b.matches("0 \\d+ 2500") && !a.equals(b), a + " and " + b);
    }

    @Test
    void mapsByHand() {
        String map = map(run("cat /proc/self/uid_map", "--uidmap", "0:1:3000", "--gidmap", "0:1:3000"));
        assertTrue(map.matches("0 \\d+ 3000"), map);
        run("id -u", "--uidmap", "0:0:1", "--uidmap", "1:10:3000").succeeds().prints("0");
        run("true", "--uidmap", "nonsense").failsPlainly(125);
        run("true", "--uidmap", "0:0:99999999").exits(box.isJpod() ? 125 : 126);
        run("true", "--userns", "no-such-mode").failsPlainly(125).complains("no-such-mode");
    }

    @Test
    void whatASmallMapLeavesOutBelongsToNobody() {
        for (String[] mode : new String[][] {{"--uidmap", "0:1:500"}, {"--userns", "auto:size=500"}}) {
            run("stat -c '%u %g' /home/user/owned /etc/passwd", mode).succeeds().prints("65534 65534\n0 0");
        }
        String map = map(run("cat /proc/self/gid_map", "--uidmap", "0:0:1", "--gidmap", "0:0:3000"));
        assertTrue(map.matches("0 0 1\\s+1 1 2999"), map);
    }

    @Test
    void filesOfTheImageKeepTheirOwnersInEveryMap() {
        for (String mode : new String[] {"host", "keep-id", "nomap", "auto:size=3000"}) {
            run("stat -c '%u %g' /home/user/owned /etc/passwd", "--userns", mode, "--user", "0")
                    .succeeds()
                    .prints("1000 2000\n0 0");
        }
    }
}
