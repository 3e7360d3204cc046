package io.jpod.it.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.OciLayout;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Running;
import io.jpod.it.harness.Sandbox;
import io.jpod.it.harness.Tar;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnHost
class DriversIT {
    private final Sandbox box;
    private Sandbox chosen;

    DriversIT(Sandbox box) {
        this.box = box;
        this.chosen = box;
    }

    /** Another data root for each pair: a store belongs to one driver. */
    private Sandbox with(String driver, String runtime, String... options) {
        Path data = box.mkdir("home/data-" + driver + options.length);
        Path run = box.mkdir("home/run-" + driver + options.length);
        Sandbox made = box.options(
                "--root",
                data.toString(),
                "--runroot",
                run.toString(),
                "--storage-driver",
                driver.replace("fuse", "overlay"));
        for (String option : options) {
            made = made.options("--storage-opt", option);
        }
        return chosen = made.options("--runtime", runtime);
    }

    private Sandbox pair(String driver, String runtime) {
        return driver.equals("fuse")
                ? with(driver, runtime, "overlay.mount_program=/usr/bin/fuse-overlayfs")
                : with(driver, runtime);
    }

    @AfterEach
    void removeContainers() {
        chosen.jpod("rm", "-f", "-a", "-t", "0").succeeds();
    }

    @ParameterizedTest
    @CsvSource({"overlay,crun", "overlay,runc", "fuse,crun", "fuse,runc", "vfs,crun", "vfs,runc"})
    void aLifeOnEachDriverWithEachRuntime(String driver, String runtime) {
        Sandbox on = pair(driver, runtime);
        on.jpod("run", "--rm", on.busybox(), "sh", "-c", "touch /made; exit 4").exits(4);
        on.jpod("run", "--name", "written", on.busybox(), "sh", "-c", "rm -r /home/user && echo changed > /etc/motd")
                .succeeds();
        on.jpod("start", "-a", "written").exits(1);
        on.jpod("run", "--rm", on.busybox(), "cat", "/etc/motd", "/home/user/owned")
                .succeeds()
                .prints("made by hand\nof user");
        String id = on.jpod("run", "-d", "--name", "up", on.busybox(), "sleep", "1000")
                .succeeds()
                .text();
        on.jpod("exec", "up", "sh", "-c", "stat -c '%u %g' /home/user/owned")
                .succeeds()
                .prints("1000 2000");
        on.jpod("exec", "up", "no-such-command").failsPlainly(127);
        on.jpod("inspect", "--format", "{{.State.Status}} {{.OCIRuntime}} {{.Driver}}", id)
                .succeeds()
                .prints("running " + runtime + " " + driver.replace("fuse", "overlay"));
        on.jpod("kill", "up").succeeds();
        on.jpod("wait", "up").succeeds().prints("137");
        on.jpod("run", "--rm", on.busybox(), "no-such-command").failsPlainly(127);
        try (Running running = on.startOnTerminal("run", "--rm", "-it", on.busybox(), "sh")) {
            running.send("echo at-$((6 * 7))\n").awaitOut("at-42");
            running.send("exit 3\n").end().exits(3);
        }
    }

    @ParameterizedTest
    @CsvSource({"overlay", "fuse", "vfs"})
    void layersOnTopOfLayers(String driver) {
        Sandbox on = pair(driver, "crun");
        OciLayout image = new OciLayout().layer(box.fixtures().busyboxTar().bytes());
        for (int i = 0; i < 20; i++) {
            image.layer(
                    new Tar()
                            .file("layer-" + i, 0644, "x")
                            .file("top", 0644, "layer " + i + "\n")
                            .bytes(),
                    "none");
        }
        image.layer(new Tar().file(".wh.layer-7", 0644, "").bytes());
        String name = on.pullAs("localhost/deep:1", image.writeTo(box.fixtures().newDirectory("deep"), "deep"));
        on.jpod("run", "--rm", "--network", "none", name, "sh", "-c", "ls -d /layer-* | wc -l; cat /top")
                .succeeds()
                .prints("19\nlayer 19");
    }

    @Test
    void theKernelsOverlayIsUsedWhereItCan() {
        Sandbox on = with("overlay", "crun");
        on.jpod("run", "--rm", "--network", "none", on.busybox(), "sh", "-c", "grep ' / ' /proc/mounts")
                .succeeds()
                .printsMatching("overlay / overlay .*");
        Sandbox fuse = pair("fuse", "crun");
        fuse.jpod("run", "--rm", "--network", "none", fuse.busybox(), "sh", "-c", "grep ' / ' /proc/mounts")
                .succeeds()
                .says("fuse");
        Sandbox vfs = with("vfs", "crun");
        Result mounts = vfs.jpod(
                        "run", "--rm", "--network", "none", vfs.busybox(), "sh", "-c", "grep ' / ' /proc/mounts")
                .succeeds();
        assertTrue(!mounts.out().contains("overlay"), mounts::toString);
    }

    @Test
    void theDriverOfAnOldStoreIsKept() {
        Sandbox vfs = with("vfs", "crun");
        vfs.busybox();
        String root = box.directory() + "/home/data-vfs0";
        Sandbox unnamed = box.options("--root", root, "--runroot", box.directory() + "/home/run-vfs0");
        assertEquals(
                "vfs",
                unnamed.jpod("info", "--format", "{{.Store.GraphDriverName}}")
                        .succeeds()
                        .text());
        assertEquals(
                "vfs",
                box.with("STORAGE_DRIVER", "vfs")
                        .options(
                                "--root",
                                box.directory() + "/home/data-env",
                                "--runroot",
                                box.directory() + "/home/run-env")
                        .jpod("info", "--format", "{{.Store.GraphDriverName}}")
                        .succeeds()
                        .text());
    }

    @Test
    void unknownDriversAndRuntimesAreRefused() {
        box.options(
                        "--storage-driver",
                        "no-such-driver",
                        "--root",
                        box.directory() + "/home/data-none",
                        "--runroot",
                        box.directory() + "/home/run-none")
                .jpod("info")
                .failsPlainly(125)
                .complains("no-such-driver");
        box.options("--runtime", "no-such-runtime")
                .jpod("run", "--rm", box.busybox(), "true")
                .failsPlainly(125)
                .complains("no-such-runtime");
        box.options("--runtime", "/usr/bin/crun")
                .jpod("run", "--rm", "--network", "none", box.busybox(), "true")
                .succeeds();
    }

    @Test
    void limitsOfTheFileSystemAreKept() {
        List<String> lines = box.jpod(
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        box.busybox(),
                        "sh",
                        "-c",
                        "ln -s motd /etc/link; ln /etc/motd /etc/hard; mkfifo /tmp/p; stat -c %h /etc/motd; chmod 4755 /etc/hard; stat -c %a /etc/motd; "
                                + "mv /home/user /home/other; ls /home; chown 12:13 /home/other; stat -c '%u:%g' /home/other")
                .succeeds()
                .lines();
        assertEquals(List.of("2", "4755", "other", "12:13"), lines);
    }
}
