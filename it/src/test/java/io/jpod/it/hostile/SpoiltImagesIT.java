package io.jpod.it.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.it.harness.OnHost;
import io.jpod.it.harness.Result;
import io.jpod.it.harness.Sandbox;
import io.jpod.it.harness.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Damaged and hostile images are loaded or refused in one line, and leave nothing behind. */
@OnHost
class SpoiltImagesIT {
    private final Sandbox box;

    SpoiltImagesIT(Sandbox box) {
        this.box = box;
    }

    private void load(String what, Path image, List<String> wrong) {
        Result result = box.jpod("load", "-q", "-i", image.toString());
        boolean plain =
                result.err().lines().filter(line -> line.startsWith("Error: ")).count() == 1
                        && !result.err().contains("Exception")
                        && !result.err().contains("\tat ")
                        && !result.err().contains("\u001b");
        if (result.exitCode() != 0 && (result.exitCode() != 125 || !plain)) {
            wrong.add(what + ": " + result);
        }
        if (result.exitCode() == 0) {
            box.jpod("rmi", "-a", "-f").succeeds();
        }
    }

    private void assertStoreIsSound(List<String> wrong) {
        assertEquals("", String.join("\n", wrong));
        box.jpod("system", "check").succeeds().prints("");
        box.jpod("images", "-q").succeeds().prints("");
        box.sh(
                        "cd home/.local/share/jpod && find blobs layers images storage/*/layers -type f -o -name 'sha256:*' | wc -l")
                .says("0");
        box.jpod("run", "--rm", "--network", "none", box.busybox(), "echo", "sound")
                .succeeds()
                .prints("sound");
    }

    @Test
    void documentsAndLayersThatAreWrong() {
        List<String> wrong = new ArrayList<>();
        int accepted = 0;
        for (Map.Entry<String, SpoiltImages.Spoiling> each : SpoiltImages.all().entrySet()) {
            Path layout = SpoiltImages.layout(box.fixtures().newDirectory("spoilt"), each.getValue());
            load(each.getKey(), layout, wrong);
            accepted++;
        }
        assertTrue(accepted > 80, "cases");
        assertStoreIsSound(wrong);
    }

    @Test
    void archivesThatLeadOutside() throws IOException {
        Path secret = box.write("secret", "secret");
        Map<String, byte[]> archives = new LinkedHashMap<>();
        String config =
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}";
        for (String name :
                List.of("../../../../../../etc/passwd", "/etc/passwd", secret.toString(), "", ".", "loop", "out")) {
            archives.put(
                    "config " + name,
                    SpoiltImages.dockerArchive(
                            "[{\"Config\":\"" + name + "\",\"RepoTags\":[\"a:1\"],\"Layers\":[]}]",
                            new Tar().symlink("loop", "loop").symlink("out", secret.toString())));
            archives.put(
                    "layer " + name,
                    SpoiltImages.dockerArchive(
                            "[{\"Config\":\"c\",\"RepoTags\":[\"a:1\"],\"Layers\":[\"" + name + "\"]}]",
                            new Tar()
                                    .file("c", 0644, config.replace("[]", "[\"sha256:" + "a".repeat(64) + "\"]"))
                                    .symlink("loop", "loop")
                                    .symlink("out", secret.toString())));
        }
        for (String manifest :
                List.of("", "{}", "null", "[null]", "[[]]", "[{}]", "[{\"Config\":7}]", "[".repeat(60_000))) {
            archives.put("manifest " + manifest, SpoiltImages.dockerArchive(manifest, new Tar()));
        }
        for (String tag : List.of("UPPER:1", "a:b:c", "../x", "-f", "\\u001b[2J")) {
            archives.put(
                    "tag " + tag,
                    SpoiltImages.dockerArchive(
                            "[{\"Config\":\"c\",\"RepoTags\":[\"" + tag + "\"],\"Layers\":[]}]",
                            new Tar().file("c", 0644, config)));
        }
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, byte[]> archive : archives.entrySet()) {
            Path file = box.fixtures().newDirectory("archive").resolve("a.tar");
            Files.write(file, archive.getValue());
            load(archive.getKey(), file, wrong);
        }
        assertStoreIsSound(wrong);
    }
}
