package io.jpod.it.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.OciLayout;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Requirement;
import io.jpod.it.harness.Sandbox;
import io.jpod.it.harness.Tar;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Images of podman's own store: listed, run and copied from where they are, and nothing there changes. */
@OnHost
class OtherStoresIT {
    private final Sandbox box;
    private String overlay;
    private String vfs;

    OtherStoresIT(Sandbox box) {
        this.box = box;
    }

    private Sandbox podman(String driver) {
        return box.program(Path.of("podman"))
                .options(
                        "--root",
                        box.home() + "/podman-" + driver,
                        "--runroot",
                        box.runtimeDirectory() + "/podman-" + driver,
                        "--storage-driver",
                        driver);
    }

    @BeforeAll
    void fill() {
        Requirement.PODMAN.checkProgram("podman");
        overlay = box.home() + "/podman-overlay";
        vfs = box.home() + "/podman-vfs";
        Sandbox podman = podman("overlay");
        podman.jpod("pull", "-q", "oci:" + box.fixtures().busybox()).succeeds();
        byte[] base = box.fixtures().busyboxTar().bytes();
        byte[] first = new Tar()
                .file("bin/.wh.vi", 0644, "")
                .directory("x", 0755)
                .file("x/a", 0644, "hi\n")
                .directory("o", 0755)
                .file("o/b", 0644, 5, 6, "z\n".getBytes(StandardCharsets.US_ASCII))
                .bytes();
        byte[] second = new Tar()
                .directory("x", 0755)
                .file("x/.wh..wh..opq", 0644, "")
                .file("x/c", 0644, "again\n")
                .bytes();
        bring(podman, "one", new OciLayout().layer(base).layer(first));
        bring(podman, "two", new OciLayout().layer(base).layer(first).layer(second));
        podman("vfs").jpod("pull", "-q", "oci:" + box.fixtures().busybox()).succeeds();
    }

    private void bring(Sandbox podman, String name, OciLayout image) {
        Path layout = image.writeTo(box.fixtures().newDirectory("others-" + name), name);
        String id = podman.jpod("pull", "-q", "oci:" + layout).succeeds().text();
        podman.jpod("tag", id, name).succeeds();
    }

    @AfterAll
    void remove() {
        podman("overlay").jpod("system", "reset", "--force");
        podman("vfs").jpod("system", "reset", "--force");
    }

    private String state(String store) {
        return box.sh("cd " + store + " && find . -printf '%P %y %m %U %G %s %T@ %l\\n' | sort | sha256sum")
                .succeeds()
                .text();
    }

    private Sandbox with(String store) {
        return box.options("--storage-opt", "additionalimagestore=" + store);
    }

    @Test
    void imagesOfAnAdditionalStoreRunFromWhereTheyAre() {
        String before = state(overlay);
        Sandbox jpod = with(overlay);
        String list = jpod.jpod("images").succeeds().out();
        assertTrue(list.contains("R/O") && list.contains("localhost/two"), list);
        jpod.jpod("images", "--filter", "readonly=true", "--format", "{{.Repository}} {{.ReadOnly}}")
                .succeeds()
                .says("localhost/one true");
        jpod.jpod(
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        "two",
                        "sh",
                        "-c",
                        "cat /x/*; ls /bin/vi; stat -c %u:%g /o/b; echo 1 >/x/c; rm /o/b; touch /bin/new")
                .succeeds()
                .prints("again\n5:6");
        String id = jpod.jpod("create", "--network", "none", "one", "touch", "/made")
                .succeeds()
                .text();
        jpod.jpod("start", "--attach", id).succeeds();
        jpod.jpod("diff", id).succeeds().says("A /made");
        jpod.jpod("rmi", "one").failsPlainly(125).complains("cannot remove read-only image");
        jpod.jpod("rmi", "--all", "--force").succeeds();
        jpod.jpod("commit", "-q", id, "mine").succeeds();
        jpod.jpod("rm", id).succeeds();
        // What was committed stands by itself.
        box.jpod("run", "--rm", "--network", "none", "mine", "cat", "/x/a", "/o/b")
                .succeeds()
                .prints("hi\nz");
        box.jpod("system", "check").succeeds();
        box.jpod("rmi", "mine").succeeds();
        assertEquals(before, state(overlay));
    }

    @Test
    void storesOfWholeTreesServeBothDrivers() {
        String name = podman("vfs")
                .jpod("images", "--format", "{{.Repository}}")
                .succeeds()
                .text();
        String before = state(vfs);
        with(vfs)
                .jpod("run", "--rm", "--network", "none", name, "sh", "-c", "touch /made; ls /made")
                .succeeds()
                .prints("/made");
        Sandbox copying = box.options(
                "--root",
                box.home() + "/vfs-root",
                "--storage-driver",
                "vfs",
                "--storage-opt",
                "vfs.imagestore=" + vfs);
        copying.jpod("run", "--rm", "--network", "none", name, "sh", "-c", "touch /made; ls /made")
                .succeeds()
                .prints("/made");
        copying.jpod("system", "reset", "--force").succeeds();
        assertEquals(before, state(vfs));
    }

    @Test
    void layersAreCopiedBitForBit() {
        String theirs = podman("overlay")
                .jpod("images", "-q", "--no-trunc", "localhost/two")
                .succeeds()
                .text();
        String before = state(overlay);
        String place = "containers-storage:[overlay@" + overlay + "]localhost/two";
        String id = box.jpod("pull", "-q", place).succeeds().text();
        assertEquals(theirs, "sha256:" + id);
        box.jpod("run", "--rm", "--network", "none", id, "cat", "/x/c")
                .succeeds()
                .prints("again");
        box.jpod("rmi", id).succeeds();
        box.jpod("push", "-q", place, "dir:tmp/from-podman").succeeds();
        box.sh("skopeo inspect dir:tmp/from-podman").succeeds().says("amd64");
        box.jpod("save", "-q", "--format", "oci-archive", "-o", "tmp/from-podman.tar", place)
                .succeeds();
        box.jpod("pull", "containers-storage:[" + overlay + "]nothing")
                .failsPlainly(125)
                .complains("does not resolve to an image ID");
        box.jpod("push", place, "containers-storage:x").failsPlainly(125).complains("can only be read");
        assertEquals(before, state(overlay));
    }
}
