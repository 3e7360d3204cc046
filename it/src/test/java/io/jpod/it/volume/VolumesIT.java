package io.jpod.it.volume;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.OciLayout;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Sandbox;
import io.jpod.it.harness.Tar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnHost
class VolumesIT {
    private final Sandbox box;

    VolumesIT(Sandbox box) {
        this.box = box;
    }

    /** Runs a shell script in a container with more options. */
    private Result run(String script, String... options) {
        List<String> arguments = new ArrayList<>(List.of("run", "--rm", "--network", "none"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(box.busybox(), "sh", "-c", script));
        return box.jpod(arguments);
    }

    @Test
    void aDirectoryOfTheHostIsTheUsers() {
        Path shared = box.mkdir("shared");
        box.write("shared/in", "from the host\n");
        run("cat /s/in; echo made > /s/out; stat -c %u /s/in", "-v", shared + ":/s")
                .succeeds()
                .prints("from the host\n0");
        box.sh("cat shared/out; stat -c %u shared/out")
                .succeeds()
                .prints("made\n" + box.host().uid());
    }

    @Test
    void readOnlyIs() {
        Path shared = box.mkdir("ro");
        run("echo x > /s/out", "-v", shared + ":/s:ro").exits(1).complains("Read-only file system");
        run("echo x > /s/out", "--mount", "type=bind,src=" + shared + ",dst=/s,ro")
                .exits(1);
        run("echo x > /s/out", "--mount", "type=bind,source=" + shared + ",target=/s")
                .succeeds();
    }

    @Test
    void aFileCanBeMounted() {
        Path file = box.write("single", "single\n");
        run("cat /etc/motd", "-v", file + ":/etc/motd").succeeds().prints("single");
    }

    @Test
    void aDirectoryThatIsNotThereIsAnError() {
        run("true", "-v", box.directory().resolve("absent") + ":/s")
                .failsPlainly(125)
                .complains("no such file or directory");
        run("true", "--mount", "type=bind,src=" + box.directory().resolve("absent") + ",dst=/s")
                .failsPlainly(125);
        run("true", "-v", "/tmp:relative").failsPlainly(125);
        run("true", "-v", "/tmp:/s:no-such-option").failsPlainly(125).complains("no-such-option");
        run("true", "--mount", "type=nothing,dst=/s").failsPlainly(125);
    }

    @Test
    void namedVolumesLiveOn() {
        run("echo kept > /v/file", "-v", "keep:/v").succeeds();
        run("cat /v/file", "-v", "keep:/v").succeeds().prints("kept");
        run("cat /v/file", "--mount", "type=volume,src=keep,dst=/v").succeeds().prints("kept");
    }

    @Test
    void aNewVolumeHoldsWhatTheImageHasThere() {
        run("cat /home/user/owned; stat -c '%u %g' /home/user", "-v", "copied:/home/user")
                .succeeds()
                .prints("of user\n1000 1000");
        run("ls /v", "-v", "notcopied:/v").succeeds().prints("");
    }

    @Test
    void volumesOfTheImageAreMadeAndGoWithTheContainer() {
        OciLayout image = new OciLayout().layer(box.fixtures().busyboxTar().bytes());
        image.config().putObject("Volumes").putObject("/data");
        String name = box.image(
                "localhost/volumes:latest",
                () -> image.writeTo(box.fixtures().newDirectory("volumes"), "localhost/volumes:latest"));
        box.jpod("run", "--name", "anonymous", name, "sh", "-c", "echo x > /data/f; grep -c ' /data ' /proc/mounts")
                .succeeds()
                .prints("1");
        String volume = box.jpod("inspect", "--format", "{{(index .Mounts 0).Name}}", "anonymous")
                .text();
        Result mounts = box.jpod("inspect", "anonymous");
        volume = mounts.json().at("/0/Mounts/0/Name").asText();
        assertTrue(volume.matches("[0-9a-f]{64}"), mounts::toString);
        box.jpod("rm", "-v", "anonymous").succeeds();
        box.sh("find " + box.home() + "/.local/share -name " + volume)
                .succeeds()
                .prints("");
    }

    @Test
    void temporaryFileSystems() {
        run("grep ' /t ' /proc/mounts; touch /t/x", "--tmpfs", "/t:size=1m,mode=700")
                .succeeds()
                .says("tmpfs")
                .says("size=1024k");
        run("grep ' /t ' /proc/mounts", "--mount", "type=tmpfs,dst=/t,tmpfs-size=2m")
                .succeeds()
                .says("size=2048k");
        run("head -c 3000000 /dev/zero > /t/x", "--tmpfs", "/t:size=1m").exits(1);
    }

    @Test
    void volumesOfAnotherContainer() {
        Path shared = box.mkdir("from");
        box.jpod("create", "--name", "holder", "-v", shared + ":/a", "-v", "held:/b", box.busybox())
                .succeeds();
        run("echo x > /a/f; echo y > /b/f", "--volumes-from", "holder").succeeds();
        run("echo x > /a/f", "--volumes-from", "holder:ro").exits(1);
        box.sh("cat from/f").succeeds().prints("x");
        run("true", "--volumes-from", "nobody").failsPlainly(125);
    }

    @Test
    void theLongestPathIsMountedLast() {
        box.mkdir("outer");
        box.mkdir("inner");
        box.write("inner/mark", "inner\n");
        run("cat /m/sub/mark", "-v", box.directory() + "/inner:/m/sub", "-v", box.directory() + "/outer:/m")
                .succeeds()
                .prints("inner");
    }

    @Test
    void uChangesTheOwnerToTheContainersUser() {
        Path shared = box.mkdir("owned");
        run("stat -c %u /s; touch /s/mine", "-v", shared + ":/s:U", "--user", "1000")
                .succeeds()
                .prints("1000");
    }

    @Test
    void executionCanBeForbidden() {
        run("cp /bin/busybox /t/b; /t/b true", "-v", "noexec:/t:noexec").exits(126);
        run("grep ' /t ' /proc/mounts", "-v", "flags:/t:nodev,nosuid")
                .succeeds()
                .says("nodev")
                .says("nosuid");
    }

    @Test
    void aMountOverALinkInTheImageStaysInsideIt() {
        OciLayout image = new OciLayout()
                .layer(box.fixtures().busyboxTar().bytes())
                .layer(new Tar()
                        .symlink("link", "/tmp")
                        .symlink("outside", "../../../../../../etc")
                        .bytes());
        String name = box.image(
                "localhost/links:latest",
                () -> image.writeTo(box.fixtures().newDirectory("links"), "localhost/links:latest"));
        box.jpod(
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        "--tmpfs",
                        "/link/x",
                        name,
                        "sh",
                        "-c",
                        "grep -c ' /tmp/x ' /proc/mounts")
                .succeeds()
                .prints("1");
        Path shared = box.mkdir("overlink");
        box.jpod(
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        "-v",
                        shared + ":/outside/jpod-it-mark",
                        name,
                        "sh",
                        "-c",
                        "ls -d /etc/jpod-it-mark")
                .succeeds()
                .prints("/etc/jpod-it-mark");
        box.sh("ls -d /etc/jpod-it-mark").exits(2);
    }

    @Test
    void aRootFileSystemUnderAnOverlayStaysAsItIs() {
        Path root = box.mkdir("exploded");
        box.sh("mkdir exploded/bin && cp $(command -v busybox) exploded/bin/sh").succeeds();
        box.jpod("run", "--name", "over", "--network", "none", "--rootfs", root + ":O", "sh", "-c", "echo x > /made")
                .succeeds();
        box.sh("ls exploded").succeeds().prints("bin");
        box.jpod("rm", "over").succeeds();
        box.jpod("run", "--rm", "--network", "none", "--rootfs", root + ":idmap", "sh", "-c", "true")
                .failsPlainly(125)
                .complains("idmap");
    }

    @Test
    void aDirectoryOfAnImageCanBeMounted() {
        String image = "type=image,src=" + box.busybox() + ",dst=/i,subpath=";
        run("ls /i", "--mount", image + "/etc").succeeds().printsMatching(".*passwd.*");
        run("echo x > /i/new && cat /i/new", "--mount", image + "etc,rw=true")
                .succeeds()
                .prints("x");
        run("true", "--mount", image + "/absent").exits(126).complains("/absent");
    }

    @Test
    void memoryWithoutLimitCanBeMounted() {
        run("grep ' /m ' /proc/mounts", "--mount", "type=ramfs,dst=/m")
                .succeeds()
                .printsMatching("ramfs /m ramfs .*");
    }

    @Test
    void systemdsMemoryHasItsSize() {
        run("df -k /run | tail -1", "--systemd", "always", "--shm-size-systemd", "5m")
                .succeeds()
                .printsMatching(".* 5120 .*");
    }

    @Test
    void aNewVolumeWhereTheImageHasNothingIsTheUsers() {
        run(
                        "stat -c '%u %g' /fresh; echo $(id -u) $(id -g) && touch /fresh/file",
                        "--user", "1000", "-v", "fresh:/fresh")
                .succeeds()
                .prints("1000 1000\n1000 1000");
    }

    @Test
    void aTmpfsVolumeLivesAsLongAsSomebodyUsesIt() {
        box.jpod("volume", "create", "-o", "type=tmpfs", "-o", "o=size=1m", "mem")
                .succeeds();
        run("grep ' /v ' /proc/self/mountinfo; echo x > /v/x", "-v", "mem:/v")
                .succeeds()
                .says("size=1024k");
        run("ls /v", "-v", "mem:/v").succeeds().prints("");
        String script = "echo shared > /v/s; while [ ! -e /v/end ]; do sleep 0.1; done";
        box.jpod("run", "-d", "--name", "one", "--network", "none", "-v", "mem:/v", box.busybox(), "sh", "-c", script)
                .succeeds();
        run("until cat /v/s; do sleep 0.1; done", "-v", "mem:/v").succeeds().prints("shared");
        box.jpod("volume", "inspect", "--format", "{{.MountCount}}", "mem")
                .succeeds()
                .prints("1");
        box.sh(box.command() + " unshare sh -c '" + box.command().replace("'", "") + " volume mount mem'")
                .succeeds()
                .says("volumes/mem/_data");
        run("touch /v/end", "-v", "mem:/v").succeeds();
        box.jpod("wait", "one").succeeds();
        box.jpod("rm", "-f", "one").succeeds();
        run("cat /v/s", "-v", "mem:/v").succeeds().prints("shared");
        box.jpod("volume", "unmount", "mem").succeeds().prints("mem");
        box.jpod("volume", "inspect", "--format", "{{.MountCount}}", "mem")
                .succeeds()
                .prints("0");
        run("ls /v", "-v", "mem:/v").succeeds().prints("");
    }

    @Test
    void aVolumeThatIsADirectoryOfTheHostLeavesItAsItIs() {
        Path shared = box.mkdir("bound");
        box.write("bound/in", "from the host\n");
        box.jpod("volume", "create", "-o", "type=none", "-o", "o=bind", "-o", "device=" + shared, "host")
                .succeeds();
        box.jpod("volume", "create", "-o", "o=bind,ro", "-o", "device=" + shared, "fixed")
                .succeeds();
        run("cat /v/in; touch /v/out", "-v", "host:/v").succeeds().prints("from the host");
        run("cat /v/in; touch /v/more", "-v", "fixed:/v").exits(1).complains("Read-only file system");
        box.sh(box.command() + " unshare sh -c '" + box.command().replace("'", "") + " volume mount host'")
                .succeeds();
        box.jpod("volume", "rm", "host", "fixed").succeeds();
        box.sh("ls bound").succeeds().prints("in\nout");
    }

    @Test
    void volumesThatCannotBeMountedAreErrors() {
        box.jpod("volume", "create", "-o", "o=bind", "-o", "device=/not/here", "lost")
                .succeeds();
        run("true", "-v", "lost:/v").failsPlainly(126).complains("mounting volume lost");
        box.jpod("volume", "inspect", "--format", "{{.MountCount}}", "lost")
                .succeeds()
                .prints("0");
        box.jpod("volume", "create", "-o", "size=1m", "large").failsPlainly(125).complains("Project Quota");
        box.jpod("volume", "create", "-o", "colour=red", "red")
                .failsPlainly(125)
                .complains("colour");
        box.jpod("volume", "rm", "lost").succeeds();
    }
}
