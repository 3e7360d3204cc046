package io.jpod.it.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.OciLayout;
import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Sandbox;
import io.jpod.it.harness.Tar;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Archives, commits, differences and disk usage; with podman, skopeo and umoci as peers. */
@OnHost
class ContentsIT {
    private static final String DATA = "home/.local/share/jpod";

    private final Sandbox box;

    ContentsIT(Sandbox box) {
        this.box = box;
    }

    private String image(String name) {
        OciLayout image = new OciLayout()
                .layer(box.fixtures().busyboxTar().bytes())
                .layer(new Tar().file("name", 0644, name + "\n").bytes());
        return box.pullAs(
                "localhost/" + name + ":1", image.writeTo(box.fixtures().newDirectory(name), name));
    }

    private String inspect(String format, String name) {
        return box.jpod("image", "inspect", "--format", format, name).succeeds().text();
    }

    private String podman() {
        return "podman --root $PWD/peer --runroot $PWD/peer-run --storage-driver vfs ";
    }

    @Test
    void whatIsSavedOthersReadAndGiveBackUnchanged() {
        String name = image("saved");
        String id = inspect("{{.Id}}", name);
        String digest = inspect("{{.Digest}}", name).substring("sha256:".length());
        box.jpod("save", "-q", "-o", "docker.tar", name).succeeds();
        box.jpod("save", "-q", "--format", "oci-archive", "-o", "oci.tar", name).succeeds();
        box.jpod("save", "-q", "--format", "oci-dir", "-o", "oci", name).succeeds();
        box.jpod("save", "-q", "--format", "docker-dir", "-o", "dir", name).succeeds();
        String raw = "skopeo --insecure-policy inspect --raw ";
        box.sh(raw + "oci-archive:oci.tar | sha256sum").succeeds().says(digest);
        box.sh(raw + "oci:oci | sha256sum").succeeds().says(digest);
        box.sh("skopeo --insecure-policy inspect --config --raw docker-archive:docker.tar | sha256sum")
                .succeeds()
                .says(id);
        box.sh("skopeo --insecure-policy inspect --config --raw dir:dir | sha256sum")
                .succeeds()
                .says(id);
        box.sh("umoci ls --layout oci").succeeds().says(name);
        box.sh(podman() + "load -q -i docker.tar; " + podman() + "images -q --no-trunc")
                .succeeds()
                .says(id);
        box.sh(podman() + "save -q -o back.tar " + name + "; " + podman()
                        + "save -q --format oci-archive -o back-oci.tar " + name)
                .succeeds();
        box.jpod("rmi", name).succeeds();
        for (String archive : List.of("back.tar", "oci.tar", "docker.tar", "back-oci.tar", "oci")) {
            box.jpod("load", "-q", "-i", archive).succeeds().says("Loaded image: ");
            box.jpod("image", "exists", id).succeeds();
            box.jpod("rmi", "-f", id).succeeds();
        }
    }

    @Test
    void oneArchiveHoldsSeveralImagesAndComesThroughAPipe() {
        String one = image("one");
        String two = image("two");
        box.jpod("save", "-q", "-m", "-o", "both.tar", one, two).succeeds();
        box.jpod("rmi", one, two).succeeds();
        box.sh("xz -0 < both.tar | " + box.command() + " load -q")
                .succeeds()
                .says("Loaded image: " + one)
                .says("Loaded image: " + two);
        box.jpod("run", "--rm", "--network", "none", two, "cat", "/name")
                .succeeds()
                .prints("two");
        box.sh(box.command() + " save -q " + one + " | tar tf -").succeeds().says("manifest.json");
    }

    @Test
    void aContainerBecomesAnImageThatHasWhatChanged() {
        String name = image("committed");
        box.jpod(
                        "run",
                        "--name",
                        "work",
                        "--network",
                        "none",
                        name,
                        "sh",
                        "-c",
                        "echo new > /made; rm /name; mkdir /d; touch /d/f; chown 1:2 /d/f; ln -s made /l")
                .succeeds();
        assertEquals(
                List.of("A /d", "A /d/f", "C /etc", "A /l", "A /made", "D /name"),
                box.jpod("diff", "work").lines());
        Result json = box.jpod("diff", "--format", "json", "work").succeeds();
        assertEquals("/name", json.json().at("/deleted/0").asText());
        box.jpod("commit", "-q", "-a", "me", "-c", "CMD cat /made", "-c", "LABEL k=v", "work", "localhost/result:1")
                .succeeds();
        box.jpod("run", "--rm", "--network", "none", "localhost/result:1")
                .succeeds()
                .prints("new");
        box.jpod("run", "--rm", "--network", "none", "localhost/result:1", "sh", "-c", "ls /name; stat -c %u:%g /d/f")
                .says("1:2");
        assertEquals("me", inspect("{{.Author}}", "localhost/result:1"));
        assertEquals(
                List.of("A /d", "A /d/f", "C /etc", "A /l", "A /made", "D /name"),
                box.jpod("image", "diff", "localhost/result:1").lines());
        box.jpod("commit", "-q", "--squash", "-f", "docker", "-m", "all in one", "work", "localhost/flat:1")
                .succeeds();
        assertEquals("1", box.jpod("history", "-q", "localhost/flat:1").lines().size() + "");
        assertEquals("all in one", inspect("{{.Comment}}", "localhost/flat:1"));
        box.sh(box.command() + " export work | tar tf - | grep -c '^made$'")
                .succeeds()
                .prints("1");
        box.jpod("save", "-q", "-o", "result.tar", "localhost/result:1").succeeds();
        box.sh(podman() + "load -q -i result.tar && " + podman() + "image diff localhost/result:1")
                .succeeds()
                .says("A /made")
                .says("D /name");
    }

    @Test
    void theHistoryAndTheTreeNameWhatTheImageStandsOn() {
        String name = image("base");
        box.jpod("run", "--name", "top", "--network", "none", name, "touch", "/x")
                .succeeds();
        box.jpod("commit", "-q", "top", "localhost/above:1").succeeds();
        box.jpod("history", "localhost/above:1").succeeds().says("FROM " + name);
        box.jpod("image", "tree", "localhost/above:1")
                .succeeds()
                .says("Top Layer of: [" + name + "]")
                .says("Top Layer of: [localhost/above:1]");
        box.jpod("image", "tree", "--whatrequires", name).succeeds().says("[localhost/above:1]");
        box.sh(box.command() + " unshare sh -c 'cat $(" + box.command().replace("'", "") + " image mount " + name
                        + ")/name; " + box.command().replace("'", "") + " image unmount " + name + "'")
                .succeeds()
                .says("base");
        box.jpod("image", "mount", name).failsPlainly(125).complains("unshare");
    }

    private long du() {
        return Long.parseLong(box.jpod("unshare", "du", "-s", "--block-size=1", DATA)
                .succeeds()
                .text()
                .split("\\s")[0]);
    }

    @Test
    void diskUsageIsWhatDuSaysAndComesBack() {
        box.jpod("rmi", "-a", "-f").succeeds();
        image("warm");
        box.jpod("rmi", "-a").succeeds();
        long before = du();
        byte[] noise = new byte[20_000_000];
        new Random(1).nextBytes(noise);
        Tar files = box.fixtures().busyboxTar();
        files.file("noise", 0644, new String(noise, java.nio.charset.StandardCharsets.ISO_8859_1));
        for (int i = 0; i < 300; i++) {
            files.file("file-" + i, 0644, "x".repeat(i * 10));
        }
        Path layout =
                new OciLayout().layer(files.bytes()).writeTo(box.fixtures().newDirectory("large"), "large");
        String name = box.pullAs("localhost/large:1", layout);
        box.jpod(
                        "run",
                        "--name",
                        "writer",
                        "--network",
                        "none",
                        "-v",
                        "vol:/v",
                        name,
                        "sh",
                        "-c",
                        "head -c 3000000 /noise > /copy; head -c 2000000 /noise > /v/copy")
                .succeeds();
        box.jpod("commit", "-q", "writer", "localhost/larger:1").succeeds();
        long total = 0;
        for (var row : box.jpod("system", "df", "--format", "json").succeeds().json()) {
            total += row.at("/RawSize").asLong();
        }
        long du = du();
        long sum = total;
        assertTrue(Math.abs(du - sum) * 100 <= du, () -> "df " + sum + ", du " + du);
        box.jpod("system", "check").succeeds();
        box.jpod("rm", "writer").succeeds();
        box.jpod("volume", "rm", "vol").succeeds();
        long full = du();
        String reclaimed = box.jpod("system", "prune", "-a", "-f").succeeds().text();
        long after = du();
        // What images share counts once.
        double told = Double.parseDouble(reclaimed.replaceAll("(?s).*reclaimed space: ([0-9.]+)MB", "$1"));
        assertEquals(full - after, told * 1e6, 100_000, reclaimed);
        assertTrue(after - before <= 16384, () -> "before " + before + ", after " + after);
        box.jpod("system", "check").succeeds();
    }

    @Test
    void damageIsFoundAndRepaired() {
        String name = image("damaged");
        String id = inspect("{{.Id}}", name);
        box.jpod("system", "check").succeeds().prints("");
        box.sh("f=$(ls " + DATA + "/blobs/sha256/* | head -1); printf x | dd of=$f bs=1 seek=100 conv=notrunc")
                .succeeds();
        box.jpod("system", "check", "--quick").succeeds();
        box.jpod("system", "check").exits(125).says("image " + id).complains("damage detected");
        box.jpod("system", "check", "--repair").succeeds();
        box.jpod("image", "exists", name).exits(1);
        box.jpod("system", "check").succeeds().prints("");
    }

    @Test
    void whatNothingRefersToIsToldByItsAgeAndPruned() {
        String kept = image("kept");
        String name = box.pullAs(
                "localhost/torn:1",
                new OciLayout()
                        .layer(new Tar().file("torn", 0644, "torn\n").bytes())
                        .writeTo(box.fixtures().newDirectory("torn"), "torn"));
        String id = inspect("{{.Id}}", name);
        box.sh("rm -r " + DATA + "/images/" + id + " && find " + DATA + "/image-names -path '*torn*' -type f -delete")
                .succeeds();
        Result all = box.jpod("system", "check").exits(125).says("belongs to no image and no container");
        String layer = all.lines().stream()
                .filter(line -> line.startsWith("layer "))
                .findFirst()
                .orElseThrow();
        String young = box.jpod("system", "check", "--max", "1h").exits(125).text();
        assertTrue(young.startsWith("blob ") && !young.contains("layer "), young);
        box.sh("touch -d '2 hours ago' " + DATA + "/layers/*/*.json").succeeds();
        box.jpod("system", "check", "--max", "1h").exits(125).says(layer);
        box.jpod("system", "prune", "--external", "--all")
                .failsPlainly(125)
                .complains("--external cannot be combined with other options");
        box.jpod("image", "prune", "-f", "--external", "--build-cache").succeeds();
        box.jpod("system", "prune", "-f", "--build").succeeds();
        box.jpod("system", "check").exits(125).says(layer);
        box.jpod("system", "prune", "--external").succeeds().prints("");
        box.jpod("system", "check").succeeds().prints("");
        box.jpod("image", "exists", kept).succeeds();
    }

    @Test
    void layersOfAFormerDriverGoWithTheImage() {
        Sandbox vfs = box.options("--root", box.mkdir("home/two").toString(), "--storage-driver", "vfs");
        Path layout = new OciLayout()
                .layer(box.fixtures().busyboxTar().bytes())
                .writeTo(box.fixtures().newDirectory("drivers"), "drivers");
        vfs.jpod("pull", "-q", "oci:" + layout).succeeds();
        box.sh("ls home/two/storage/vfs | wc -l; rm home/two/driver").succeeds().prints("1");
        Sandbox overlay = box.options("--root", box.mkdir("home/two").toString(), "--storage-driver", "overlay");
        overlay.jpod("run", "--rm", "--network", "none", "oci:" + layout, "true")
                .succeeds();
        overlay.jpod("rmi", "-a").succeeds();
        box.sh("ls home/two/storage/vfs | wc -l; ls home/two/storage/overlay | grep -c '^[0-9a-f]*$'")
                .says("0\n0");
    }

    @Test
    void aBombIsRefusedByALimitThatCanBeSet() {
        box.sh("head -c 1073741824 /dev/zero > zeros; tar -cf - zeros | gzip -1 > bomb.tar.gz; rm zeros")
                .succeeds();
        Sandbox limited = box.with("JPOD_MAX_LAYER_SIZE", "64m");
        limited.jpod("import", "-q", "bomb.tar.gz", "bomb")
                .failsPlainly(125)
                .complains("layer is larger than 67108864 bytes");
        limited.jpod("load", "-i", "bomb.tar.gz").failsPlainly(125);
        box.with("JPOD_MAX_LAYER_SIZE", "lots")
                .jpod("load", "-i", "bomb.tar.gz")
                .failsPlainly(125)
                .complains("lots");
        box.jpod("system", "check").succeeds();
        box.jpod("image", "exists", "bomb").exits(1);
    }

    @Test
    void containersAreMountedAsOftenAsAskedFor() {
        String name = image("mounted");
        box.jpod("create", "--name", "seen", "--network", "none", name, "true").succeeds();
        box.jpod("mount", "seen").failsPlainly(125).complains("must execute `jpod unshare` first");
        String jpod = box.command();
        box.sh(jpod + " unshare sh -c 'cd $(" + jpod.replace("'", "") + " mount seen) && cat name && touch made'")
                .succeeds()
                .prints("mounted");
        box.sh(jpod + " unshare sh -c '" + jpod.replace("'", "") + " mount'")
                .succeeds()
                .says("/merged");
        assertEquals(List.of("A /made"), box.jpod("diff", "seen").lines());
        assertEquals(List.of("A /made"), box.jpod("diff", "seen", name).lines());
        box.jpod("start", "--attach", "seen").succeeds();
        box.sh(jpod + " unshare sh -c '" + jpod.replace("'", "") + " mount'")
                .succeeds()
                .says("/merged");
        box.jpod("unmount", "seen").succeeds().prints("seen");
        box.sh(jpod + " unshare sh -c '" + jpod.replace("'", "") + " mount'")
                .succeeds()
                .prints("");
        box.jpod("rm", "seen").succeeds();
    }

    @Test
    void imagesAreCopiedToOtherUsersAndMachines() {
        String name = image("copied");
        box.write("bin/ssh", """
                #!/bin/sh
                echo "$*" >> ssh-calls
                while [ "$1" != -- ]; do shift; done
                shift 2
                [ "$1" = jpod ] && shift
                HOME=$PWD/far; export HOME; mkdir -p far
                eval "$JPOD --root $PWD/far/root --runroot $PWD/far/run $*"
                """);
        String copy =
                "chmod 755 bin/ssh; JPOD=" + box.command() + " PATH=$PWD/bin:$PATH " + box.command() + " image scp ";
        box.sh(copy + "-q " + name + " mary@far.example:2222::").succeeds().prints("Loaded image: " + name);
        box.jpod("rmi", name).succeeds();
        box.sh(copy + "-q far.example::" + name).succeeds().prints("Loaded image: " + name);
        box.sh("cat ssh-calls")
                .prints("-p 2222 -- mary@far.example jpod 'load' '--quiet'\n-- far.example jpod 'save' '--quiet' '--' '"
                        + name + "'");
        box.sh(box.command() + " image scp -q " + name + " $(id -un)@localhost::")
                .succeeds()
                .prints("Loaded image: " + name);
        box.jpod("image", "scp", "nosuch", "far.example::").failsPlainly(125).complains("nosuch: image not known");
    }
}
