package io.jpod.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ProviderKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginIndexTest {
    @TempDir
    Path directory;

    private final RecordingLog log = new RecordingLog();
    private final List<String> examined = new ArrayList<>();
    private Path folder;
    private Path cache;

    @BeforeEach
    void aFolderWithTwoJars() throws IOException {
        folder = Files.createDirectory(directory.resolve("plugins"));
        cache = directory.resolve("cache");
        Files.writeString(folder.resolve("a.jar"), "a");
        Files.writeString(folder.resolve("b.jar"), "b");
    }

    /** What a build of jpod reads, and the names of the jars that it had to look at for that. */
    private List<String> examinedBy(String build) {
        examined.clear();
        PluginProbe probe = (jars, bundles) -> {
            List<PluginRecord> records = new ArrayList<>();
            for (Path jar : jars) {
                examined.add(jar.getFileName().toString());
                records.add(new PluginRecord(
                        jar,
                        JarFacts.NONE,
                        "",
                        List.of(new ProviderRecord(ProviderKind.IDMAP, "of-" + build, 1, "X", ""))));
            }
            return records;
        };
        PluginPlaces places = new PluginPlaces(List.of(folder), folder, cache, directory.resolve("settings"));
        List<PluginRecord> records = new PluginIndex(places, build, probe, log).records();
        assertEquals(2, records.size());
        for (PluginRecord record : records) {
            assertEquals("of-" + build, record.providers().get(0).id());
        }
        return examined;
    }

    @Test
    void aJarIsLookedAtOnce() {
        assertEquals(List.of("a.jar", "b.jar"), examinedBy("one"));
        assertEquals(List.of(), examinedBy("one"));
    }

    @Test
    void anotherBuildLooksForItselfAndBothRemember() {
        examinedBy("one");
        assertEquals(List.of("a.jar", "b.jar"), examinedBy("two"));
        assertEquals(List.of(), examinedBy("one"));
        assertEquals(List.of(), examinedBy("two"));
    }

    @Test
    void aJarThatHasChangedIsLookedAtAgain() throws IOException {
        examinedBy("one");
        Files.writeString(folder.resolve("b.jar"), "other");
        assertEquals(List.of("b.jar"), examinedBy("one"));
    }

    @Test
    void anIndexThatCannotBeReadIsMadeAnew() throws IOException {
        examinedBy("one");
        Path file = indexes().get(0);
        String good = Files.readString(file);
        for (String spoilt : List.of("", "{\"jars\": [{\"path\"", "[]", good.replace("IDMAP", "NOKIND"))) {
            Files.writeString(file, spoilt);
            assertEquals(List.of("a.jar", "b.jar"), examinedBy("one"), spoilt);
            assertEquals(List.of(), examinedBy("one"));
        }
    }

    @Test
    void whatABuildOfLongAgoKeptGoesWhenSomethingIsWritten() throws IOException {
        examinedBy("old");
        Path old = indexes().get(0);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(40))));
        assertEquals(List.of(), examinedBy("old"));
        assertTrue(Files.exists(old));
        examinedBy("new");
        assertFalse(Files.exists(old));
        assertEquals(1, indexes().size());
    }

    private List<Path> indexes() throws IOException {
        try (var files = Files.list(cache)) {
            return files.toList();
        }
    }
}
