package io.jpod.it.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.Fixtures;
import io.jpod.it.harness.OciLayout;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Sandbox;
import io.jpod.it.harness.Tar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Transports, names, and layers with everything that a file system can hold. */
@OnHost
class ImagesIT {
    private final Sandbox box;

    ImagesIT(Sandbox box) {
        this.box = box;
    }

    private Path small(String name) {
        return new OciLayout()
                .layer(box.fixtures().busyboxTar().bytes())
                .layer(new Tar().file("name", 0644, name + "\n").bytes())
                .writeTo(box.fixtures().newDirectory("small"), name);
    }

    private void runsFrom(String source, String expected) {
        box.jpod("run", "--rm", "--network", "none", source, "cat", "/name")
                .succeeds()
                .prints(expected);
    }

    @Test
    void archivesAndDirectoriesAreRunAsTheyAre() {
        Path layout = small("transport");
        Path directory = box.fixtures().newDirectory("transports");
        Fixtures.output("tar", "-C", layout.toString(), "-cf", directory + "/oci.tar", ".");
        String copy = "skopeo --insecure-policy copy --quiet oci:" + layout + " ";
        Fixtures.output("sh", "-c", copy + "docker-archive:" + directory + "/docker.tar:localhost/transport:1");
        Fixtures.output("sh", "-c", copy + "dir:" + directory + "/dir");
        Fixtures.output("chmod", "-R", "a+rX", directory.toString());
        runsFrom("oci:" + layout, "transport");
        runsFrom("oci-archive:" + directory + "/oci.tar", "transport");
        runsFrom("docker-archive:" + directory + "/docker.tar", "transport");
        runsFrom("dir:" + directory + "/dir", "transport");
        box.jpod("load", "-i", directory + "/docker.tar").succeeds().says("Loaded image: localhost/transport:1");
        runsFrom("localhost/transport:1", "transport");
        box.sh(box.command() + " load < " + directory + "/docker.tar").succeeds();
    }

    @Test
    void everyCompression() {
        OciLayout image = new OciLayout()
                .layer(box.fixtures().busyboxTar().bytes(), "none")
                .layer(new Tar().file("zstd", 0644, "zstd\n").bytes(), "zstd")
                .layer(new Tar().file("gzip", 0644, "gzip\n").bytes(), "gzip");
        String name =
                box.pullAs("localhost/packed:1", image.writeTo(box.fixtures().newDirectory("packed"), "packed"));
        box.jpod("run", "--rm", "--network", "none", name, "cat", "/zstd", "/gzip")
                .succeeds()
                .prints("zstd\ngzip");
    }

    @Test
    void layersHideAndReplaceWhatIsBelow() {
        OciLayout image = new OciLayout()
                .layer(box.fixtures()
                        .busyboxTar()
                        .directory("dir", 0755)
                        .file("dir/kept", 0644, "kept")
                        .file("dir/removed", 0644, "x")
                        .directory("opaque", 0755)
                        .file("opaque/below", 0644, "x")
                        .file("becomes-directory", 0644, "x")
                        .directory("becomes-file", 0755)
                        .file("becomes-file/inner", 0644, "x")
                        .symlink("becomes-real", "dir")
                        .bytes())
                .layer(new Tar()
                        .file("dir/.wh.removed", 0644, "")
                        .file("opaque/.wh..wh..opq", 0644, "")
                        .file("opaque/above", 0644, "x")
                        .directory("becomes-directory", 0755)
                        .file("becomes-directory/inner", 0644, "x")
                        .file("becomes-file", 0644, "file")
                        .directory("becomes-real", 0755)
                        .file("becomes-real/own", 0644, "x")
                        .bytes());
        String name =
                box.pullAs("localhost/layers:1", image.writeTo(box.fixtures().newDirectory("layers"), "layers"));
        box.jpod(
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        name,
                        "sh",
                        "-c",
                        "ls /dir /opaque /becomes-directory /becomes-real; cat /becomes-file")
                .succeeds()
                .prints("/becomes-directory:\ninner\n\n/becomes-real:\nown\n\n/dir:\nkept\n\n/opaque:\nabove\nfile");
    }

    @Test
    void everythingThatATarCanHold() {
        String longName = "long/" + "n".repeat(150) + "/" + "m".repeat(150);
        Tar tar = box.fixtures()
                .busyboxTar()
                .directory("long", 0755)
                .directory("long/" + "n".repeat(150), 0755)
                .file(longName, 0644, "long\n")
                .file("h\u00e4\u00df\u4e16.txt", 0644, "unicode\n")
                .file("setuid", 04755, "x")
                .file("setgid", 02755, 7, 8, "x".getBytes(StandardCharsets.UTF_8))
                .directory("sticky", 01777)
                .fifo("pipe", 0600)
                .hardLink("linked", 04755, "setuid")
                .symlink("dangling", "/no/where")
                .file("big-owner", 0600, 60000, 60001, new byte[0]);
        String name = box.pullAs(
                "localhost/tar:1",
                new OciLayout().layer(tar.bytes()).writeTo(box.fixtures().newDirectory("tar"), "tar"));
        box.jpod(
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        name,
                        "sh",
                        "-c",
                        "cat /" + longName + " /h*.txt; "
                                + "stat -c '%n %a %u %g %h %F %Y' /setuid /setgid /sticky /pipe /big-owner; readlink /dangling")
                .succeeds()
                .prints("""
                        long
                        unicode
                        /setuid 4755 0 0 2 regular file 1700000000
                        /setgid 2755 7 8 1 regular file 1700000000
                        /sticky 1777 0 0 2 directory 1700000000
                        /pipe 600 0 0 1 fifo 1700000000
                        /big-owner 600 60000 60001 1 regular empty file 1700000000
                        /no/where""");
    }

    @Test
    void fileCapabilitiesWork() {
        // cap_net_raw+ep, revision 2, as getcap shows it.
        String value = new String(
                new byte[] {1, 0, 0, 2, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, StandardCharsets.ISO_8859_1);
        Tar tar = box.fixtures().busyboxTar().fileWithXattr("capable", 0755, "user.note", "kept", "x");
        tar.fileWithXattr("raw", 0755, "security.capability", value, "x");
        String name = box.pullAs(
                "localhost/xattr:1",
                new OciLayout().layer(tar.bytes()).writeTo(box.fixtures().newDirectory("xattr"), "xattr"));
        Result mount = box.jpod("create", "--name", "xattrs", name, "true").succeeds();
        assertTrue(mount.text().matches("[0-9a-f]{64}"));
    }

    @Test
    void namesAreAddedAndTakenAway() {
        String name = box.pullAs("localhost/named:1", small("named"));
        String id = box.jpod("inspect", "--type", "image", "--format", "{{.Id}}", name)
                .text();
        box.jpod("tag", name, "second", "localhost/third:x").succeeds();
        box.jpod("inspect", "--type", "image", "--format", "{{.Id}}", "second")
                .succeeds()
                .prints(id);
        box.jpod("images", "-q", "--no-trunc", "--filter", "reference=localhost/third")
                .succeeds()
                .prints("sha256:" + id);
        box.jpod("rmi", "second").succeeds().prints("Untagged: localhost/second:latest");
        box.jpod("inspect", "--type", "image", "second").exits(125);
        box.jpod("rmi", id).exits(125).complains("more than one tag");
        box.jpod("rmi", "-f", id.substring(0, 12)).succeeds().says("Deleted: " + id);
        box.jpod("inspect", "--type", "image", name).exits(125);
        box.jpod("tag", "nothing-here", "x").failsPlainly(125);
        box.jpod("rmi", "nothing-here").failsPlainly(1).complains("nothing-here");
    }

    @Test
    void anImageInUseIsKept() {
        String name = box.pullAs("localhost/used:1", small("used"));
        box.jpod("create", "--name", "user", name, "true").succeeds();
        box.jpod("rmi", name).failsPlainly(2).complains("in use");
        box.jpod("rmi", "-f", name).succeeds();
        box.jpod("inspect", "user").exits(125);
    }

    @Test
    void listsAreTables() {
        box.pullAs("localhost/listed:1", small("listed"));
        Result table = box.jpod("images").succeeds();
        assertTrue(table.lines().get(0).matches("REPOSITORY +TAG +IMAGE ID +CREATED +SIZE"), table::toString);
        assertTrue(table.out().contains("localhost/listed"), table::toString);
        Result json = box.jpod("images", "--format", "json").succeeds();
        assertTrue(json.json().isArray() && json.json().get(0).has("Id"), json::toString);
        box.jpod("images", "--format", "{{.Repository}}:{{.Tag}}").succeeds().says("localhost/listed:1");
        box.jpod("images", "localhost/listed", "-n", "--format", "{{.Tag}}")
                .succeeds()
                .prints("1");
    }

    @Test
    void aTarIsImportedAsAnImage() throws IOException {
        Path tar = box.fixtures().newDirectory("import").resolve("root.tar");
        Files.write(
                tar, box.fixtures().busyboxTar().file("imported", 0644, "yes\n").bytes());
        String id = box.jpod(
                        "import",
                        "-q",
                        "-c",
                        "CMD [\"cat\", \"/imported\"]",
                        "-c",
                        "ENV A=b",
                        "-m",
                        "by hand",
                        tar.toString(),
                        "localhost/imported:1")
                .succeeds()
                .text();
        assertTrue(id.matches("(sha256:)?[0-9a-f]{64}"), id);
        box.jpod("run", "--rm", "--network", "none", "localhost/imported:1")
                .succeeds()
                .prints("yes");
        box.sh(box.command() + " import -q - localhost/piped:1 < " + tar).succeeds();
    }

    @Test
    void damagedArchivesAreRefused() throws IOException {
        Path directory = box.fixtures().newDirectory("bad");
        Path layout = small("bad");
        Fixtures.output("tar", "-C", layout.toString(), "-cf", directory + "/whole.tar", ".");
        byte[] whole = Files.readAllBytes(directory.resolve("whole.tar"));
        Files.write(directory.resolve("cut.tar"), Arrays.copyOf(whole, whole.length / 2));
        Files.writeString(directory.resolve("text.tar"), "this is no archive\n");
        Files.write(directory.resolve("empty.tar"), new byte[0]);
        for (String name : new String[] {"cut.tar", "text.tar", "empty.tar", "absent.tar"}) {
            box.jpod("load", "-i", directory + "/" + name).failsPlainly(125);
            box.jpod("pull", "-q", "oci-archive:" + directory + "/" + name).failsPlainly(125);
            box.jpod("pull", "-q", "docker-archive:" + directory + "/" + name).failsPlainly(125);
        }
        box.jpod("pull", "-q", "oci:" + directory).failsPlainly(125);
        box.jpod("pull", "-q", "dir:" + directory).failsPlainly(125);
    }

    @Test
    void layersWithTheWrongDigestOrDiffIdAreRefused() throws IOException {
        Path wrongDiffId = new OciLayout()
                .rawLayer(
                        box.fixtures().busyboxTar().bytes(),
                        "sha256:" + "0".repeat(64),
                        "application/vnd.oci.image.layer.v1.tar")
                .writeTo(box.fixtures().newDirectory("diffid"), "diffid");
        box.jpod("pull", "-q", "oci:" + wrongDiffId).failsPlainly(125);
        // A layer that no other image has: one that is in the store already is not read again.
        Path damaged = new OciLayout()
                .layer(box.fixtures().busyboxTar().file("unique", 0644, "x").bytes())
                .writeTo(box.fixtures().newDirectory("wrong"), "wrong");
        try (var blobs = Files.list(damaged.resolve("blobs/sha256"))) {
            Path largest = blobs.max((a, b) ->
                            Long.compare(a.toFile().length(), b.toFile().length()))
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(largest);
            bytes[bytes.length / 3] ^= 1;
            Files.write(largest, bytes);
        }
        box.jpod("pull", "-q", "oci:" + damaged).failsPlainly(125);
        assertEquals(
                "",
                box.jpod("images", "-q", "--filter", "dangling=true").succeeds().text());
    }

    @Test
    void aDebianOfRealSizeWorks() {
        String name = box.debian();
        box.jpod(
                        "run",
                        "--rm",
                        "--network",
                        "none",
                        name,
                        "bash",
                        "-c",
                        "echo $BASH_VERSION; dpkg -l | grep -c ^ii; apt --version; id _apt")
                .succeeds()
                .says("apt ")
                .says("uid=");
        box.jpod("run", "--rm", "--network", "none", name, "sh", "-c", "dpkg --verify base-files libc6; echo verified")
                .succeeds()
                .says("verified");
    }
}
