package io.jpod.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleStartTest {
    private static final String MAIN = "io.jpod.launcher.Main";

    @TempDir
    private Path cache;

    private String option(String kind) {
        return "-XX:AOTCache=" + cache + "/" + kind + "-b-25.aot";
    }

    @BeforeEach
    void archives() throws IOException {
        Files.createFile(cache.resolve("full-b-25.aot"));
    }

    private static List<String> named(String line) {
        return BundleStart.named(line.split(" "));
    }

    @Test
    void providersAreNamedByOptionsInBothForms() {
        assertEquals(List.of("table"), named("run --rm --userns table:size=4 image true"));
        assertEquals(List.of("bridge", "trace"), named("run --network=bridge --runtime trace image"));
        assertEquals(List.of("reflink"), named("--storage-driver=reflink ps"));
        assertEquals(List.of(), named("run --rm --name network image userns"));
        assertEquals(List.of(), named("run --userns"));
        assertEquals(List.of(), BundleStart.named(new String[0]));
    }

    @Test
    void theArchiveAloneIsReplaced() {
        assertEquals(
                List.of(
                        "/jdk/bin/java",
                        "-Xmx1m",
                        option("full"),
                        "-Djdk.reflect.useNativeAccessorOnly=true",
                        MAIN,
                        "run",
                        option("hot")),
                BundleStart.withFullArchive(
                        List.of("/jdk/bin/java", "-Xmx1m", option("hot"), MAIN, "run", option("hot"))));
    }

    @Test
    void nothingIsStartedTwice() {
        assertEquals(List.of(), BundleStart.withFullArchive(List.of("java", option("full"), MAIN)));
    }

    @Test
    void anArchiveIsNeeded() throws IOException {
        assertEquals(List.of(), BundleStart.withFullArchive(List.of("java", MAIN, option("hot"))));
        Files.delete(cache.resolve("full-b-25.aot"));
        assertEquals(List.of(), BundleStart.withFullArchive(List.of("java", option("hot"), MAIN)));
    }

    @Test
    void otherProgramsAreLeftAlone() {
        assertEquals(List.of(), BundleStart.withFullArchive(List.of("java", option("hot"), "io.jpod.launcher.Other")));
        assertEquals(List.of(), BundleStart.withFullArchive(List.of()));
    }
}
