package io.jpod.it.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jpod.it.harness.OciLayout;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Sandbox;
import io.jpod.it.harness.Tar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnHost
class HostileImagesIT {
    private final Sandbox box;
    private String before;
    private int images;

    HostileImagesIT(Sandbox box) {
        this.box = box;
    }

    /** A directory of the user's that no image may touch: layers aim at it by absolute and relative paths. */
    @BeforeEach
    void layOutTheVictim() {
        box.mkdir("victim");
        box.write("victim/secret", "secret of the host\n");
        before = listing();
    }

    @AfterEach
    void theVictimIsAsItWas() {
        assertEquals(before, listing());
    }

    private String listing() {
        return box.sh("ls -laR --time-style=full-iso victim /etc/passwd /etc/shadow; cat victim/*; ls / /etc | sort")
                .succeeds()
                .out();
    }

    private Path victim() {
        return box.directory().resolve("victim");
    }

    private String up() {
        return "../".repeat(30) + victim().toString().substring(1);
    }

    private Path layout(OciLayout image) {
        images++;
        return image.writeTo(box.fixtures().newDirectory("hostile"), "hostile-" + images);
    }

    private OciLayout base() {
        return new OciLayout().layer(box.fixtures().busyboxTar().bytes());
    }

    private Result run(OciLayout image, String... command) {
        String name = box.pullAs("localhost/hostile:" + (images + 1), layout(image));
        List<String> arguments = new ArrayList<>(List.of("run", "--rm", "--network", "none", name));
        arguments.addAll(List.of(command));
        return box.jpod(arguments);
    }

    /** What a layer may try; each must be refused, or stay inside the root. */
    private Map<String, Tar> escapes() {
        Map<String, Tar> escapes = new TreeMap<>();
        escapes.put("dots", new Tar().file(up() + "/made", 0644, "x"));
        escapes.put("dots in the middle", new Tar().directory("d", 0755).file("d/" + up() + "/made", 0644, "x"));
        escapes.put(
                "file through an absolute link",
                new Tar().symlink("l", victim().toString()).file("l/made", 0644, "x"));
        escapes.put("file through a relative link", new Tar().symlink("l", up()).file("l/made", 0644, "x"));
        escapes.put(
                "directory over a link",
                new Tar().symlink("l", victim().toString()).directory("l", 0777).file("l/made", 0644, "x"));
        escapes.put("hard link to outside", new Tar().hardLink("stolen", 0644, up() + "/secret"));
        escapes.put("hard link to an absolute path", new Tar().hardLink("stolen", 0644, victim() + "/secret"));
        escapes.put(
                "hard link through a link",
                new Tar().symlink("l", victim().toString()).hardLink("stolen", 0644, "l/secret"));
        escapes.put(
                "writing through a hard link to a link",
                new Tar()
                        .symlink("l", victim() + "/secret")
                        .hardLink("h", 0777, "l")
                        .file("h", 0644, "overwritten"));
        escapes.put("whiteout outside", new Tar().file(up() + "/.wh.secret", 0644, ""));
        escapes.put(
                "whiteout through a link",
                new Tar().symlink("l", victim().toString()).file("l/.wh.secret", 0644, ""));
        escapes.put(
                "opaque mark through a link",
                new Tar().symlink("l", victim().toString()).file("l/.wh..wh..opq", 0644, ""));
        escapes.put("whiteout of dots", new Tar().file(".wh...", 0644, "").file(".wh..", 0644, ""));
        escapes.put("absolute name", new Tar().file(victim() + "/made", 0644, "x"));
        return escapes;
    }

    @Test
    void layersStayInTheirRoot() {
        escapes().forEach((what, tar) -> {
            for (boolean separate : new boolean[] {false, true}) {
                OciLayout image = separate ? base().layer(tar.bytes()) : new OciLayout().layer(tar.bytes());
                Result pull = box.jpod("pull", "-q", "oci:" + layout(image));
                if (pull.exitCode() != 0) {
                    pull.failsPlainly(125);
                } else {
                    Result read = box.jpod(
                            "run", "--rm", "--network", "none", pull.text(), "cat", "/stolen", "/h", "/l/secret");
                    assertFalse(read.out().contains("secret of the host"), () -> what + ": " + read);
                }
                assertEquals(before, listing(), what);
            }
        });
    }

    @Test
    void aLinkMadeByALowerLayerIsNotFollowedByAnUpperOne() {
        OciLayout image = base().layer(new Tar()
                        .symlink("l", victim().toString())
                        .symlink("etc2", up())
                        .bytes())
                .layer(new Tar()
                        .file("l/made", 0644, "x")
                        .file("etc2/made", 0644, "x")
                        .bytes());
        Result pull = box.jpod("pull", "-q", "oci:" + layout(image));
        if (pull.exitCode() != 0) {
            pull.failsPlainly(125);
        }
    }

    @Test
    void aWorkingDirectoryCannotLeave() {
        OciLayout image = base();
        image.config().put("WorkingDir", "../../../../../../../.." + victim() + "/wd");
        Result result = run(image, "pwd");
        if (result.exitCode() == 0) {
            result.prints(victim() + "/wd");
        } else {
            assertEquals(true, result.exitCode() >= 125, result::toString);
        }
    }

    @Test
    void aWorkingDirectoryBehindALinkIsNotMadeOutside() {
        OciLayout image =
                base().layer(new Tar().symlink("wd", victim().toString()).bytes());
        image.config().put("WorkingDir", "/wd/made");
        run(image, "pwd");
    }

    @Test
    void volumesOverLinksStayInside() {
        OciLayout image = base().layer(new Tar()
                .symlink("data", victim().toString())
                .symlink("up", up())
                .bytes());
        image.config().putObject("Volumes").putObject("/data/made");
        ((com.fasterxml.jackson.databind.node.ObjectNode) image.config().get("Volumes")).putObject("/up/made2");
        ((com.fasterxml.jackson.databind.node.ObjectNode) image.config().get("Volumes"))
                .putObject("../../.." + victim() + "/made3");
        Result result = run(image, "true");
        assertEquals(true, result.exitCode() == 0 || result.exitCode() >= 125, result::toString);
    }

    @Test
    void filesThatAreMountedOverAreNotMadeThroughLinks() {
        for (String target : new String[] {victim().toString(), up()}) {
            OciLayout image = new OciLayout()
                    .layer(new Tar()
                            .directory("bin", 0755)
                            .file("bin/sh", 0755, 0, 0, box.fixtures().busyboxBytes())
                            .symlink("etc", target)
                            .symlink("run", target)
                            .symlink("dev", target)
                            .symlink("proc", target)
                            .bytes());
            Result result = run(image, "/bin/sh", "-c", "echo ran");
            assertEquals(true, result.exitCode() == 0 || result.exitCode() >= 125, result::toString);
            assertEquals(before, listing(), target);
        }
    }

    @Test
    void linksInPlaceOfTheFilesOfTheNameService() {
        OciLayout image = base().layer(new Tar()
                        .file("etc/.wh.passwd", 0644, "")
                        .file("etc/.wh.group", 0644, "")
                        .bytes())
                .layer(new Tar()
                        .symlink("etc/passwd", victim() + "/secret")
                        .symlink("etc/group", up() + "/secret")
                        .symlink("etc/hosts", victim() + "/secret")
                        .symlink("etc/resolv.conf", victim() + "/made")
                        .symlink("etc/hostname", "../../../../" + victim() + "/made")
                        .bytes());
        Result result = run(image, "sh", "-c", "cat /etc/passwd /etc/group /etc/hosts");
        assertFalse((result.out() + result.err()).contains("secret of the host"), result::toString);
        String name = "localhost/hostile:" + images;
        Result user = box.jpod("run", "--rm", "--network", "none", "--user", "someone", name, "id");
        assertFalse((user.out() + user.err()).contains("secret of the host"), user::toString);
    }

    @Test
    void theUsersDatabaseMayBeADeviceOrAPipe() {
        OciLayout image = new OciLayout()
                .layer(new Tar()
                        .directory("bin", 0755)
                        .file("bin/sh", 0755, 0, 0, box.fixtures().busyboxBytes())
                        .directory("etc", 0755)
                        .fifo("etc/passwd", 0666)
                        .fifo("etc/group", 0666)
                        .bytes());
        image.config().put("User", "someone");
        Result result = run(image, "/bin/sh", "-c", "echo ran");
        assertEquals(true, result.exitCode() >= 125, result::toString);
    }

    @Test
    void configurationsThatMakeNoSense() {
        for (String user : new String[] {"-1", "4294967296", "a:b:c", "99999999999999999999", "\u0000", "root\n0"}) {
            OciLayout image = base();
            image.config().put("User", user);
            Result result = run(image, "id");
            assertEquals(true, result.exitCode() >= 125, () -> user + ": " + result);
        }
        OciLayout broken = base();
        broken.config().put("Env", "not a list").put("Cmd", 7);
        Result pull = box.jpod("pull", "-q", "oci:" + layout(broken));
        if (pull.exitCode() != 0) {
            pull.failsPlainly(125);
        }
        OciLayout odd = base();
        odd.env("=nothing").env("NOEQUALS").env("A=\n\u0007");
        Result result = run(odd, "true");
        assertEquals(true, result.exitCode() == 0 || result.exitCode() >= 125, result::toString);
    }

    @Test
    void aFileWhereADirectoryIsNeeded() {
        OciLayout image = new OciLayout()
                .layer(new Tar()
                        .directory("bin", 0755)
                        .file("bin/sh", 0755, 0, 0, box.fixtures().busyboxBytes())
                        .file("proc", 0644, "x")
                        .file("etc", 0644, "x")
                        .bytes());
        Result result = run(image, "/bin/sh", "-c", "echo ran");
        assertEquals(true, result.exitCode() >= 125, result::toString);
        box.jpod("ps", "-aq").succeeds().prints("");
    }
}
