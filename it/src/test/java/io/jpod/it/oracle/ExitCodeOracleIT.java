package io.jpod.it.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Sandbox;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Exit codes and the {@code Error:} line, but for ids and the engine's name. IMAGE stands for busybox. */
@OnHost
class ExitCodeOracleIT {
    private final Oracle oracle;

    ExitCodeOracleIT(Sandbox box) {
        this.oracle = new Oracle(box);
    }

    @AfterEach
    void clear() {
        oracle.clear();
    }

    /** Runs the lines one after the other on each engine; words are divided by blanks. */
    private void assertSame(String... lines) {
        String image = oracle.podman().busybox();
        assertEquals(image, oracle.jpod().busybox());
        List<String> found = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.isEmpty()
                    ? new String[0]
                    : line.replace("IMAGE", image).split(" ");
            Result podman = oracle.podman().jpod(words);
            Result jpod = oracle.jpod().jpod(words);
            List<String> differences = new ArrayList<>();
            if (podman.exitCode() != jpod.exitCode()) {
                differences.add("code: podman " + podman.exitCode() + ", jpod " + jpod.exitCode() + "\n" + jpod.err());
            }
            String expected = Oracle.complaint(podman);
            String said = Oracle.complaint(jpod);
            if (!expected.equals(said)) {
                differences.add("complaint: podman " + expected + "\n    jpod " + said);
            }
            found.addAll(Accepted.EXIT.unexpected(line, differences));
        }
        assertEquals("", String.join("\n", found));
    }

    /** A container {@code up} that runs and one {@code made} that was never started. */
    private void makeContainers() {
        for (Sandbox engine : List.of(oracle.podman(), oracle.jpod())) {
            engine.sleeper("--name", "up", "--network", "none");
            engine.jpod("create", "--name", "made", engine.busybox(), "true").succeeds();
        }
    }

    @Test
    void aContainersProcessEndsAlike() {
        assertSame(
                "run --rm IMAGE true",
                "run --rm IMAGE false",
                "run --rm --entrypoint /bin/busybox IMAGE nonsense",
                "run --rm IMAGE no-such-command",
                "run --rm IMAGE /etc/motd",
                "run --rm IMAGE /bin",
                "run --rm --entrypoint /no/entry IMAGE",
                "run --rm --workdir relative IMAGE true",
                "run --rm --user nobodyhere IMAGE true",
                "run --rm IMAGE timeout -s KILL 0.1 sleep 9",
                "run --rm --init=false IMAGE timeout 0.1 sleep 9");
    }

    @Test
    void misuseEndsAlike() {
        assertSame(
                "nonsense",
                "--nonsense",
                "container nonsense",
                "run",
                "run --name",
                "run --no-such-flag IMAGE true",
                "run --rm -v relative/path:/x IMAGE true",
                "run --rm -v /no/such/dir:/x IMAGE true",
                "run --rm --cap-add nonsense IMAGE true",
                "run --rm --network nosuch IMAGE true",
                "run --rm --memory nonsense IMAGE true",
                "run --rm -p 99999:1 IMAGE true",
                "run --rm --pull never localhost/none true",
                "run --rm --ulimit nonsense IMAGE true",
                "run --rm --restart nonsense IMAGE true",
                "run --rm -d --restart always IMAGE true",
                "ps --nonsense",
                "ps extra",
                "ps --filter nonsense=1",
                "ps --format {{.Nonsense}}",
                "rm",
                "start",
                "exec",
                "logs",
                "inspect",
                "wait",
                "rmi",
                "pull");
    }

    @Test
    void whatIsUnknownIsReportedAlike() {
        assertSame(
                "rm nosuch",
                "rm --force nosuch",
                "rm --ignore nosuch",
                "start nosuch",
                "stop nosuch",
                "restart nosuch",
                "kill nosuch",
                "exec nosuch true",
                "logs nosuch",
                "inspect nosuch",
                "inspect --type container nosuch",
                "image inspect nosuch",
                "wait nosuch",
                "rename nosuch other",
                "pause nosuch",
                "top nosuch",
                "port nosuch",
                "rmi nosuch",
                "tag nosuch other",
                "container exists nosuch",
                "image exists nosuch",
                "volume rm nosuch",
                "volume inspect nosuch");
    }

    @Test
    void whatAStateForbidsIsReportedAlike() {
        makeContainers();
        assertSame(
                "run --name up IMAGE true",
                "create --name made IMAGE true",
                "rename made up",
                "rm up",
                "start up",
                "kill made",
                "stop made",
                "exec made true",
                "rm made nosuch",
                "start made nosuch",
                "rm --time 1 made",
                "run --rm --network none --dns 10.0.0.1 IMAGE true",
                "pause made",
                "unpause up",
                "top made",
                "logs made",
                "kill --signal nonsense up",
                "wait --condition nonsense up",
                "inspect --type nonsense made",
                "inspect --format {{.Nonsense}} made",
                "exec up",
                "exec up false",
                "exec up no-such-command",
                "exec up /etc/motd",
                "exec --user nobodyhere up true",
                "exec --workdir /nonesuch up true",
                "rmi IMAGE",
                "rm made");
    }

    @Test
    void commandsOnImagesEndAlike() {
        makeContainers();
        assertSame(
                "images --filter nonsense",
                "images --filter nonsense=1",
                "images --filter label=x",
                "images --filter before=nosuch",
                "images --filter until=nonsense",
                "images one two",
                "image exists",
                "image inspect",
                "history",
                "history nosuch",
                "history IMAGE other",
                "tag IMAGE",
                "tag IMAGE localhost/x@sha256:0000000000000000000000000000000000000000000000000000000000000000",
                "untag nosuch",
                "untag IMAGE nosuch",
                "image tree",
                "image tree nosuch",
                "image diff",
                "image diff nosuch",
                "diff",
                "diff nosuch",
                "diff --latest made",
                "container diff IMAGE",
                "diff made IMAGE",
                "mount",
                "image mount IMAGE",
                "unmount",
                "unmount made",
                "unmount nosuch",
                "image unmount",
                "image unmount nosuch");
    }

    @Test
    void commandsThatMoveOrRemoveImagesEndAlike() {
        makeContainers();
        assertSame(
                "save --format nonsense IMAGE",
                "save --compress -o x IMAGE",
                "save -o x nosuch",
                "load -i nosuch",
                "load extra",
                "import",
                "import /nonexistent",
                "export",
                "export nosuch",
                "commit",
                "commit nosuch",
                "commit --format nonsense made",
                "image prune extra",
                "image prune --force --filter nonsense=1",
                "system prune extra",
                "system prune --force --filter nonsense=1",
                "system df extra",
                "image scp IMAGE",
                "image scp one two three",
                "image scp host::",
                "image scp one:: two::",
                "rmi --all extra",
                "rmi --ignore nosuch",
                "rmi --force nosuch");
    }

    @Test
    void aPortThatIsTakenEndsAlike() {
        oracle.jpod().sleeper("-p", "127.0.0.1:18095:80");
        assertSame("run --rm -p 127.0.0.1:18095:80 IMAGE true");
    }
}
