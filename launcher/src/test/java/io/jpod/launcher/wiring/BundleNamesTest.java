package io.jpod.launcher.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleNamesTest {
    @TempDir
    private Path run;

    private final RecordingLog log = new RecordingLog();

    private String kept() throws IOException {
        return Files.readString(run.resolve("bundles"));
    }

    @Test
    void eachNameIsKeptOnce() throws IOException {
        for (String id : new String[] {"table", "tab", "table", "tab"}) {
            new BundleNames(() -> run, log).accept(id);
        }
        assertEquals("table\ntab\n", kept());
    }

    @Test
    void theFileStaysAsShortAsTheStartProgramReads() throws IOException {
        BundleNames names = new BundleNames(() -> run, log);
        for (int i = 0; i < 2000; i++) {
            names.accept("a-name-that-is-fairly-long-" + i);
        }
        assertTrue(Files.size(run.resolve("bundles")) < 8192);
        assertTrue(kept().endsWith("a-name-that-is-fairly-long-1999\n"));
    }

    @Test
    void aDirectoryThatCannotBeUsedCostsNothing() {
        new BundleNames(() -> run.resolve("missing"), log).accept("table");
        new BundleNames(
                        () -> {
                            throw JpodException.usage("none");
                        },
                        log)
                .accept("table");
        assertEquals(0, log.errors.size());
    }
}
