package io.jpod.cli.describe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.cli.CliFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
    @TempDir
    private Path directory;

    @Test
    void answersInCobrasProtocol() {
        CliFixture cli = new CliFixture(directory);
        assertEquals(0, cli.run("__complete", "unp"));
        assertEquals("unpause\tUnpause the processes in one or more containers\n:4\n", cli.out());
        assertEquals(0, cli.run("__completeNoDesc", "unp"));
        assertEquals("unpause\n:4\n", cli.out());
    }

    @Test
    void optionsInTheQuestionAreNotObeyed() {
        CliFixture cli = new CliFixture(directory);
        assertEquals(0, cli.run("__complete", "run", "--rm", "--detach-k"));
        assertEquals("--detach-keys\t", cli.out().substring(0, 14));
        assertEquals(0, cli.run("__complete", "--help"));
        assertTrue(cli.out().startsWith("--help\t"));
    }

    @Test
    void everyShellHasAScriptThatAsksWithOrWithoutDescriptions() {
        for (String shell : CompletionScripts.SHELLS) {
            CliFixture cli = new CliFixture(directory);
            assertEquals(0, cli.run("completion", shell));
            assertTrue(cli.out().contains(" __complete "), cli.out());
            assertEquals(0, cli.run("completion", "--no-desc", shell));
            assertFalse(cli.out().contains(" __complete "), cli.out());
            assertTrue(cli.out().contains("__completeNoDesc "), cli.out());
        }
    }

    @Test
    void scriptIsWrittenToAFile() throws IOException {
        CliFixture cli = new CliFixture(directory);
        assertEquals(0, cli.run("completion", "-f", "here", "bash"));
        assertEquals("", cli.out());
        assertEquals(CompletionScripts.script("bash", true), Files.readString(directory.resolve("here")));
    }

    @Test
    void unknownShellIsRefused() {
        CliFixture cli = new CliFixture(directory);
        assertEquals(125, cli.run("completion", "tcsh"));
        assertTrue(cli.err().contains("invalid argument \"tcsh\" for \"jpod completion\""), cli.err());
    }
}
