package io.jpod.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.Availability;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.ProviderKind;
import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapProvider;
import io.jpod.testkit.host.FakeHostFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
    @TempDir
    private Path directory;

    private final RecordingLog log = new RecordingLog();
    private final FakeHostFacts host = new FakeHostFacts();

    private Catalog catalog(String index) throws IOException {
        Path file = directory.resolve("providers.index");
        Files.writeString(file, index);
        PluginPlaces places = new PluginPlaces(
                List.of(directory.resolve("plugins"), directory.resolve("absent")),
                directory.resolve("plugins"),
                directory.resolve("cache"),
                directory.resolve("settings"));
        PluginCalls calls = new PluginCalls(OutputStream.nullOutputStream(), Duration.ofSeconds(5), log);
        return new Catalog(file, new Plugins(places, directory, new JdkProcesses(), calls, log), log);
    }

    private void jar(String name, Class<?>... providers) throws IOException {
        Files.createDirectories(directory.resolve("plugins"));
        StringBuilder services = new StringBuilder("# comment\n");
        try (OutputStream file =
                        Files.newOutputStream(directory.resolve("plugins").resolve(name));
                JarOutputStream jar = new JarOutputStream(file)) {
            List<Class<?>> classes = new ArrayList<>(List.of(providers));
            if (!classes.contains(SamplePlugin.class)) {
                classes.add(SamplePlugin.class);
            }
            for (Class<?> type : classes) {
                String path = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(path));
                try (InputStream bytes = type.getClassLoader().getResourceAsStream(path)) {
                    bytes.transferTo(jar);
                }
            }
            for (Class<?> type : providers) {
                services.append(type.getName()).append(" # comment\n");
            }
            jar.putNextEntry(new JarEntry("META-INF/services/" + IdMapProvider.class.getName()));
            jar.write(services.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private Candidate find(Catalog catalog, String id) {
        return catalog.find(ProviderKind.IDMAP, id).orElseThrow();
    }

    @Test
    void indexNamesTheBuiltinProviders() throws IOException {
        Catalog catalog = catalog("runtime crun some.Class\nidmap sample " + SamplePlugin.class.getName() + "\n");
        assertEquals(1, catalog.builtin(ProviderKind.IDMAP).size());
        Candidate candidate = find(catalog, "sample");
        assertEquals("built-in", candidate.origin());
        candidate.probe(host);
        assertSame(SamplePlugin.class, candidate.provider().getClass());
    }

    @Test
    void builtinProviderThatIsNotWhatTheIndexSaysIsUnusable() throws IOException {
        Catalog catalog = catalog("idmap other " + SamplePlugin.class.getName() + "\nidmap gone no.such.Class\n");
        assertInstanceOf(Availability.Unusable.class, find(catalog, "other").probe(host));
        assertInstanceOf(Availability.Unusable.class, find(catalog, "gone").probe(host));
    }

    @Test
    void pluginSeesItselfAndTheApiOnly() throws IOException {
        jar("sample.jar", SamplePlugin.class);
        Candidate candidate = find(catalog(""), "sample");
        assertEquals(Availability.usable(), candidate.probe(host));
        assertNotSame(SamplePlugin.class, candidate.provider().getClass());
        assertTrue(candidate.origin().endsWith("sample.jar"), candidate.origin());
    }

    @Test
    void callsOfWhatAPluginOpenedAreFencedToo() throws IOException {
        jar("sample.jar", SamplePlugin.class);
        Candidate candidate = find(catalog(""), "sample");
        candidate.probe(host);
        IdMap map = ((IdMapProvider) candidate.provider()).open(null);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        JpodException thrown = assertThrows(JpodException.class, () -> map.map(null));
        assertEquals(ErrorCode.INTERNAL, thrown.code());
        assertTrue(thrown.getMessage().contains("sample.jar"), thrown.getMessage());
        assertTrue(thrown.getMessage().endsWith("deliberate (illegal state)"), thrown.getMessage());
        assertSame(before, Thread.currentThread().getContextClassLoader());
    }

    @Test
    void brokenPluginsAreListedAndHurtNobody() throws IOException {
        jar(
                "a.jar",
                SamplePlugin.Broken.class,
                SamplePlugin.Misnamed.class,
                SamplePlugin.Newer.class,
                SamplePlugin.class);
        Files.writeString(directory.resolve("plugins/b.jar"), "no jar");
        Catalog catalog = catalog("");
        assertEquals(Availability.usable(), find(catalog, "sample").probe(host));
        int unusable = 0;
        for (Candidate candidate : catalog.all(ProviderKind.IDMAP)) {
            unusable += candidate.probe(host) instanceof Availability.Unusable ? 1 : 0;
        }
        assertEquals(3, unusable);
        assertEquals(
                List.of("b"),
                catalog.unidentified().stream().map(PluginRecord::name).toList());
        assertTrue(((Availability.Unusable) find(catalog, "newer").probe(host))
                .reason()
                .contains("API level"));
    }

    @Test
    void whatIsNoPlainFileIsNamedAndNotOpened() throws Exception {
        jar("sample.jar", SamplePlugin.class);
        jar("two\nlines.jar", SamplePlugin.Newer.class);
        Path fifo = directory.resolve("plugins/fifo.jar");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        Files.createDirectory(directory.resolve("plugins/folder.jar"));
        Catalog catalog = catalog("");
        List<String> said = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> catalog.suspects("jar"));
        assertEquals(3, said.size(), said.toString());
        assertTrue(said.get(0).endsWith("fifo.jar is no regular file"), said.toString());
        assertTrue(said.get(1).endsWith("folder.jar is no regular file"), said.toString());
        assertTrue(said.get(2).endsWith("has a control character in its name"), said.toString());
        assertEquals(Availability.usable(), find(catalog, "sample").probe(host));
    }

    @Test
    void wordsOfTheEngineCannotBeTaken() throws IOException {
        jar("sample.jar", SamplePlugin.Word.class, SamplePlugin.Levelless.class);
        Catalog catalog = catalog("");
        List<String> faults = new ArrayList<>();
        for (Candidate candidate : catalog.all(ProviderKind.IDMAP)) {
            faults.add(candidate.knownFault().orElse(""));
        }
        assertTrue(faults.get(0).endsWith("the id container is a word of jpod's own"), faults.toString());
        assertTrue(faults.get(1).endsWith("has API level 0; the first is 1"), faults.toString());
    }

    @Test
    void whatADistributionLeavesOutIsThereAsAPlugin() throws IOException {
        String index = "absent idmap sample\ndistribution small 1\n";
        assertTrue(catalog(index).leftOut(ProviderKind.IDMAP, "sample").isPresent());
        jar("sample.jar", SamplePlugin.class);
        assertEquals(Optional.empty(), catalog(index).leftOut(ProviderKind.IDMAP, "sample"));
    }

    @Test
    void builtinIdCannotBeTaken() throws IOException {
        jar("sample.jar", SamplePlugin.class);
        Catalog catalog = catalog("idmap sample " + SamplePlugin.class.getName() + "\n");
        assertEquals("built-in", find(catalog, "sample").origin());
        List<Candidate> all = catalog.all(ProviderKind.IDMAP);
        assertEquals(2, all.size());
        assertInstanceOf(Availability.Unusable.class, all.get(1).probe(host));
    }

    @Test
    void pluginDirectoriesComeInTheirOrder() {
        List<Path> directories = PluginPlaces.of(Map.of("JPOD_PLUGIN_PATH", "/a:/b"), Path.of("/home/x"))
                .folders();
        assertEquals(
                List.of(
                        "/a",
                        "/b",
                        "/home/x/.local/share/jpod/plugins",
                        "/usr/local/lib/jpod/plugins",
                        "/usr/lib/jpod/plugins"),
                directories.stream().map(Path::toString).toList());
    }
}
