package io.jpod.it.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.OciLayout;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Environment, user, directory, names: what the process in the container sees of what the caller said. */
@OnHost
class ProcessIT {
    private final Sandbox box;

    ProcessIT(Sandbox box) {
        this.box = box;
    }

    private Result run(String... words) {
        List<String> arguments = new ArrayList<>(List.of("run", "--rm", "--network", "none"));
        for (String word : words) {
            arguments.add(word.equals("IMAGE") ? box.busybox() : word);
        }
        return box.jpod(arguments);
    }

    @Test
    void environmentIsTheImagesThenTheCallers() throws IOException {
        Path file = box.write("vars", "FROM_FILE=file\n# a comment\nBOTH=file\n");
        Result result = box.with("PASSED", "from the host")
                .jpod(
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        "--env-file",
                        file.toString(),
                        "-e",
                        "BOTH=flag",
                        "-e",
                        "PASSED",
                        "-e",
                        "ABSENT_HERE",
                        "--hostname",
                        "named",
                        box.busybox(),
                        "env");
        assertEquals(0, result.exitCode(), result::toString);
        List<String> lines = result.lines();
        assertTrue(
                lines.containsAll(List.of(
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                        "FROM_FILE=file",
                        "BOTH=flag",
                        "PASSED=from the host",
                        "HOSTNAME=named",
                        "HOME=/root",
                        "container=podman")),
                result::toString);
        assertFalse(result.out().contains("ABSENT_HERE"), result::toString);
    }

    @Test
    void wordsBeyondAsciiSurviveTheLocaleOfCron() {
        String seen = box.with("LC_ALL", "C")
                .sh(box.command() + " run --rm --network none --env X=$(printf '\\303\\274') " + box.busybox()
                        + " sh -c 'echo $0 $X' $(printf '\\303\\251') | od -An -tx1")
                .succeeds()
                .out()
                .trim();
        assertEquals("c3 a9 20 c3 bc 0a", seen);
    }

    @Test
    void userIsByNameOrNumberWithItsGroups() {
        run("--user", "user", "IMAGE", "id")
                .succeeds()
                .prints("uid=1000(user) gid=1000(user) groups=1000(user),2000(extra)");
        run("--user", "1000", "IMAGE", "id", "-u").succeeds().prints("1000");
        run("--user", "55:66", "IMAGE", "sh", "-c", "id -u; id -g").succeeds().prints("55\n66");
        run("--user", "user:extra", "IMAGE", "id", "-g").succeeds().prints("2000");
        run("--user", "user", "--group-add", "77", "IMAGE", "id", "-G")
                .succeeds()
                .says("77");
        run("--user", "nobody-here", "IMAGE", "id").failsPlainly(126).complains("unable to find user nobody-here");
    }

    @Test
    void homeIsTheUsers() {
        run("--user", "user", "IMAGE", "sh", "-c", "echo $HOME").succeeds().prints("/home/user");
        run("--user", "4444", "IMAGE", "sh", "-c", "echo $HOME").succeeds().prints("/");
    }

    @Test
    void directoryIsMadeWhenItIsNotThere() {
        run("--workdir", "/tmp", "IMAGE", "pwd").succeeds().prints("/tmp");
        run("-w", "/not/there/yet", "IMAGE", "pwd").failsPlainly(126);
    }

    @Test
    void entrypointStandsBeforeTheCommand() {
        run("--entrypoint", "echo", "IMAGE", "a", "b").succeeds().prints("a b");
        run("--entrypoint", "[\"echo\", \"x y\"]", "IMAGE", "z").succeeds().prints("x y z");
        Path layout = new OciLayout()
                .list("Entrypoint", "echo", "entry")
                .list("Cmd", "command")
                .layer(box.fixtures().busyboxTar().bytes())
                .writeTo(box.fixtures().newDirectory("entry"), "localhost/entry:latest");
        String image = box.image("localhost/entry:latest", () -> layout);
        box.jpod("run", "--rm", image).succeeds().prints("entry command");
        box.jpod("run", "--rm", image, "other").succeeds().prints("entry other");
        box.jpod("run", "--rm", "--entrypoint", "", image, "echo", "bare")
                .succeeds()
                .prints("bare");
    }

    @Test
    void hostnameIsTheShortIdUnlessNamed() throws IOException {
        Path cidfile = box.directory().resolve("tmp/hostname.cid");
        String name = run("--cidfile", cidfile.toString(), "IMAGE", "hostname")
                .succeeds()
                .text();
        assertEquals(Files.readString(cidfile).substring(0, 12), name);
        run("--hostname", "box.example", "IMAGE", "sh", "-c", "hostname; cat /etc/hostname")
                .succeeds()
                .prints("box.example\nbox.example");
    }

    @Test
    void filesOfTheNameServiceAreMade() {
        box.jpod(
                        "run",
                        "--rm",
                        "--add-host",
                        "db:10.1.2.3",
                        "--dns",
                        "9.9.9.9",
                        "--dns-search",
                        "example.org",
                        "--dns-option",
                        "ndots:3",
                        box.busybox(),
                        "cat",
                        "/etc/hosts",
                        "/etc/resolv.conf")
                .succeeds()
                .says("10.1.2.3\tdb")
                .says("nameserver 9.9.9.9")
                .says("search example.org")
                .says("options ndots:3")
                .says("localhost");
    }

    @Test
    void containerenvIsThereAndEmptyWithoutPrivilege() {
        run("IMAGE", "sh", "-c", "test -f /run/.containerenv && wc -c < /run/.containerenv")
                .succeeds()
                .prints("0");
    }

    @Test
    void cidfileIsWrittenOnceAndRefusedWhenItIsThere() throws IOException {
        Path cidfile = box.directory().resolve("tmp/once.cid");
        run("--cidfile", cidfile.toString(), "IMAGE", "true").succeeds();
        assertTrue(Files.readString(cidfile).matches("[0-9a-f]{64}"), Files.readString(cidfile));
        run("--cidfile", cidfile.toString(), "IMAGE", "true").failsPlainly(125).complains("once.cid");
    }

    @Test
    void pidfileHoldsTheHostsNumberOfTheProcess() throws IOException {
        Path pidfile = box.directory().resolve("tmp/pidfile");
        String id = box.sleeper("--pidfile", pidfile.toString());
        box.jpod("inspect", "--format", "{{.State.Pid}}", id)
                .succeeds()
                .prints(Files.readString(pidfile).trim());
    }

    @Test
    void initIsTheFirstProcess() {
        run("--init", "IMAGE", "sh", "-c", "cat /proc/1/comm")
                .succeeds()
                .printsMatching("catatonit|podman-init|docker-init|jpod-init");
    }

    @Test
    void aNameIsUsedOnce() {
        box.jpod("create", "--name", "taken", box.busybox(), "true").succeeds();
        box.jpod("run", "--name", "taken", box.busybox(), "true")
                .failsPlainly(125)
                .complains("the container name \"taken\" is already in use by");
        box.jpod("create", "--name", "no/slash", box.busybox()).failsPlainly(125);
        box.jpod("create", "--replace", "--name", "taken", box.busybox(), "true")
                .succeeds();
    }

    @Test
    void deviceFilesAreThoseOfTheRuntimeSpecification() {
        run(
                        "IMAGE",
                        "sh",
                        "-c",
                        "for d in null zero full random urandom tty; do test -c /dev/$d || echo no $d; done; echo x > /dev/null; "
                                + "readlink /dev/fd; test -d /dev/shm && test -d /dev/mqueue && test -d /dev/pts && echo all")
                .succeeds()
                .says("/proc/self/fd")
                .says("all");
    }

    @Test
    void umaskAndUlimitsAreTheCallers() {
        run("--umask", "0077", "IMAGE", "sh", "-c", "umask").succeeds().prints("0077");
        run("--ulimit", "nofile=100:200", "IMAGE", "sh", "-c", "ulimit -Sn; ulimit -Hn")
                .succeeds()
                .prints("100\n200");
    }

    @Test
    void aRootFileSystemCanBeADirectory() {
        box.sh("mkdir -p rootfs/bin rootfs/etc && cp /bin/busybox rootfs/bin/ && ln -sf busybox rootfs/bin/sh")
                .succeeds();
        String rootfs = box.directory().resolve("rootfs").toString();
        box.jpod("run", "--rm", "--network", "none", "--rootfs", rootfs, "sh", "-c", "echo inside; echo made > /file")
                .succeeds()
                .prints("inside");
        box.sh("cat rootfs/file").succeeds().prints("made");
    }
}
