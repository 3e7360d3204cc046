package io.jpod.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.cli.CliFixture;
import io.jpod.engine.Contents.Change;
import io.jpod.engine.Contents.Layer;
import io.jpod.engine.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on what images and containers hold: diff, save, export, commit, history, image tree, image prune. */
class ContentCommandsTest {
    private static final long NOW = 1_795_472_771L + 300;

    @TempDir
    Path directory;

    private CliFixture cli;

    @BeforeEach
    void open() {
        cli = new CliFixture(directory);
        cli.images.add('f', NOW - 240, "docker.io/library/alpine:latest", "localhost/mine:1");
        cli.images.add('1', NOW - 7200);
    }

    @Test
    void diffPrintsALetterAndAPathAndLeavesOutTheEnginesOwn() {
        cli.contents.changes.addAll(List.of(
                new Change('A', "/a"), new Change('C', "/etc"), new Change('A', "/etc/hosts"), new Change('D', "/z")));
        assertEquals(0, cli.run("diff c"));
        assertEquals("A /a\nC /etc\nD /z\n", cli.out());
        assertEquals(0, cli.run("diff --format json image"));
        assertTrue(cli.out().contains("\"added\": [\n          \"/a\"\n"), cli.out());
        assertEquals(125, cli.run("diff --format xml c"));
        assertEquals(125, cli.run("container diff image"));
        assertEquals("Error: image not found: container not known\n", cli.err());
    }

    @Test
    void saveRefusesATerminalAndContradictions() {
        cli.terminal = true;
        assertEquals(125, cli.run("save alpine"));
        assertTrue(cli.err().contains("refusing to save to terminal"), cli.err());
        assertEquals(125, cli.run("save -m --format oci-archive -o x alpine"));
        assertEquals(125, cli.run("save --compress -o x alpine"));
        assertEquals(125, cli.run("save --format zip -o x alpine"));
        assertEquals(125, cli.run("save -o a:b alpine"));
        assertNull(cli.contents.saved);
        assertEquals(0, cli.run("save -q -m -o x alpine mine:1"));
        assertEquals(List.of("alpine", "mine:1"), cli.contents.saved.images());
        assertTrue(cli.contents.saved.several());
        assertEquals(directory.resolve("x"), cli.contents.saved.file().orElseThrow());
    }

    @Test
    void exportWritesToStandardOutputOrAFile() {
        assertEquals(0, cli.run("export c"));
        assertEquals("tar", cli.out());
        cli.terminal = true;
        assertEquals(125, cli.run("export c"));
    }

    @Test
    void commitTakesAMessageInDockersFormOnly() {
        assertEquals(125, cli.run("commit -m x c"));
        assertEquals(0, cli.run("commit", "-q", "-f", "docker", "-m", "x", "-c", "CMD a", "c", "name"));
        assertEquals("9".repeat(64) + "\n", cli.out());
        assertEquals(List.of("CMD a"), cli.contents.committed.changes());
        assertTrue(cli.contents.committed.docker());
        assertEquals("name", cli.contents.committed.name());
    }

    @Test
    void historyShowsTheLastStepFirst() {
        cli.contents.layers.add(new Layer("a".repeat(64), "sha256:" + "a".repeat(64), 1234));
        assertEquals(0, cli.run("history alpine"));
        assertEquals("""
                ID            CREATED       CREATED BY  SIZE        COMMENT
                ffffffffffff  56 years ago              1.23kB      made
                """, cli.out());
        assertEquals(0, cli.run("history -q --no-trunc alpine"));
        assertEquals("f".repeat(64) + "\n", cli.out());
    }

    @Test
    void treeNamesTheImagesThatEndAtALayer() {
        cli.contents.layers.add(new Layer("a".repeat(64), "sha256:" + "a".repeat(64), 1234));
        assertEquals(0, cli.run("image tree alpine"));
        assertTrue(cli.out().contains("└── ID: aaaaaaaaaaaa Size: 1.234kB\n"), cli.out());
    }

    @Test
    void pruneAsksAndRemovesTheNameless() {
        cli.input = "n\n";
        assertEquals(0, cli.run("image prune"));
        assertEquals(2, cli.images.all.size());
        assertEquals(0, cli.run("image prune -f"));
        assertEquals("1".repeat(64) + "\n", cli.out());
        assertEquals(125, cli.run("image prune -f --filter x=y"));
        assertEquals(0, cli.run("image prune -a -f --external --build-cache"));
        assertEquals(0, cli.images.all.size());
    }

    @Test
    void systemPruneOfExternalDataRemovesOnlyWhatNothingRefersTo() {
        cli.store.findings.add(new Store.Finding("layer", "a", "belongs to no image and no container"));
        cli.store.findings.add(new Store.Finding("image", "b", "its blob is missing"));
        for (String other : List.of("--all", "--volumes", "--filter label=x")) {
            assertEquals(125, cli.run("system prune --external " + other));
            assertTrue(cli.err().contains("--external cannot be combined with other options"), cli.err());
        }
        assertEquals(2, cli.store.findings.size());
        assertEquals(0, cli.run("system prune --external"));
        assertEquals("", cli.out());
        assertEquals("image", cli.store.findings.get(0).kind());
        assertEquals(1, cli.store.findings.size());
        assertEquals(2, cli.images.all.size());
        cli.input = "n\n";
        assertEquals(0, cli.run("system prune --build"));
        assertTrue(cli.out().contains("\t- all build containers\n"), cli.out());
        assertEquals(0, cli.run("system prune --build -f"));
    }

    @Test
    void systemCheckSparesUnusedLayersOfAnAge() {
        assertEquals(0, cli.run("system check"));
        assertEquals(Duration.ZERO, cli.store.spared);
        assertEquals(0, cli.run("system check --max 1h30m"));
        assertEquals(Duration.ofMinutes(90), cli.store.spared);
        cli.store.findings.add(new Store.Finding("layer", "a", "belongs to no image and no container"));
        assertEquals(0, cli.run("system check --repair -m 5s"));
        assertEquals(Duration.ofSeconds(5), cli.store.spared);
        assertEquals(125, cli.run("system check --max tomorrow"));
        assertEquals(125, cli.run("system check --max=-5s"));
    }

    @Test
    void whatCannotSignIsToldBeforeAnythingIsPushed() throws IOException {
        Files.writeString(directory.resolve("params.yaml"), "fulcio:\n  fulcioURL: x\n");
        Files.writeString(directory.resolve("mine.yaml"), "privateKeyFile: nokey\n");
        Files.writeString(directory.resolve("key"), "x");
        for (String command : List.of("push", "manifest push", "artifact push")) {
            assertEquals(125, cli.run(command + " --sign-by-sigstore params.yaml alpine"));
            assertTrue(cli.err().contains("fulcio is not supported"), cli.err());
            assertEquals(125, cli.run(command + " --sign-by-sigstore mine.yaml alpine"));
            assertTrue(cli.err().contains("nokey: no such file"), cli.err());
            assertEquals(125, cli.run(command + " --sign-by-sigstore none.yaml alpine"));
            assertTrue(cli.err().contains("none.yaml: no such file"), cli.err());
            assertEquals(125, cli.run(command + " --sign-passphrase-file key alpine"));
            assertTrue(cli.err().contains("--sign-passphrase-file goes with --sign-by"), cli.err());
            assertEquals(
                    125,
                    cli.run(command
                            + " --sign-passphrase-file key --sign-by me --sign-by-sigstore-private-key key alpine"));
            assertTrue(cli.err().contains("only one of --sign-by"), cli.err());
        }
    }
}
