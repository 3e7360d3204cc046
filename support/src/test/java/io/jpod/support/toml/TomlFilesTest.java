package io.jpod.support.toml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.TestPosix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TomlFilesTest {
    @TempDir
    Path dir;

    private Path root;
    private Path home;
    private Path cache;
    private final Map<String, String> environment = new HashMap<>();
    private Clock clock = Clock.systemUTC();
    private boolean rootless = true;

    @BeforeEach
    void paths() {
        root = dir.resolve("root");
        home = dir.resolve("home");
        cache = dir.resolve("cache");
    }

    private TomlFiles files() {
        return new TomlFiles(
                TestPosix.load(),
                root,
                environment,
                home,
                rootless,
                Optional.of(cache),
                clock,
                new TestPosix.SilentLog());
    }

    @Test
    void modulesAreFoundByNameOrPathAndComeLast() throws Exception {
        put(root.resolve("etc/containers/containers.conf"), "[engine]\nruntime = \"a\"\nvolume_path = \"/a\"\n");
        put(root.resolve("etc/containers/containers.conf.modules/one.conf"), "[engine]\nruntime = \"machine\"\n");
        put(home.resolve(".config/containers/containers.conf.modules/one.conf"), "[engine]\nruntime = \"user\"\n");
        Path two = put(dir.resolve("two.conf"), "[engine]\nvolume_path = \"/two\"\n");
        JsonObject engine =
                files().containers(List.of("one.conf", two.toString())).getObject("engine");
        assertEquals("user", engine.getString("runtime", ""));
        assertEquals("/two", engine.getString("volume_path", ""));
        assertEquals("a", files().containers().getObject("engine").getString("runtime", ""));
        rootless = false;
        assertEquals(
                "machine",
                files().containers(List.of("one.conf")).getObject("engine").getString("runtime", ""));
        JpodException missing = assertThrows(JpodException.class, () -> files().containers(List.of("none.conf")));
        assertEquals("could not resolve module \"none.conf\": no such file or directory", missing.getMessage());
    }

    private static Path put(Path file, String text) throws Exception {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void withoutFilesThereAreNoSettings() {
        assertTrue(files().containers().isEmpty());
        assertTrue(files().storage().isEmpty());
        assertTrue(files().registries().isEmpty());
        assertFalse(Files.exists(cache));
    }

    @Test
    void laterFilesOverrideSingleSettings() throws Exception {
        put(root.resolve("usr/share/containers/containers.conf"), "[containers]\nenv=['A=1','B=2']\npids_limit=7\n");
        put(root.resolve("etc/containers/containers.conf"), "[engine]\nruntime='runc'\n[engine.runtimes]\na=['/a']\n");
        put(root.resolve("etc/containers/containers.conf.d/20.conf"), "[engine.runtimes]\nb=['/b']\n");
        put(root.resolve("etc/containers/containers.conf.d/10.conf"), "[engine.runtimes]\nb=['/x']\n");
        put(root.resolve("etc/containers/containers.conf.d/30.txt"), "this is not read");
        put(home.resolve(".config/containers/containers.conf"), "[containers]\nenv=['C=3']\n");
        put(home.resolve(".config/containers/containers.conf.d/x.conf"), "[engine]\nruntime='crun'\n");
        assertEquals(
                "{\"containers\":{\"env\":[\"C=3\"],\"pids_limit\":7},\"engine\":{\"runtime\":\"crun\","
                        + "\"runtimes\":{\"a\":[\"/a\"],\"b\":[\"/b\"]}}}",
                Json.compact(files().containers()));
        rootless = false;
        assertEquals("runc", files().containers().getObject("engine").getString("runtime", ""));
        environment.put(
                "CONTAINERS_CONF_OVERRIDE",
                put(dir.resolve("o"), "[engine]\nruntime='kata'\n").toString());
        assertEquals("kata", files().containers().getObject("engine").getString("runtime", ""));
        environment.put("CONTAINERS_CONF", "/dev/null");
        assertEquals("{\"engine\":{\"runtime\":\"kata\"}}", Json.compact(files().containers()));
        environment.put("CONTAINERS_CONF", "/nonexistent");
        JpodException e = assertThrows(JpodException.class, () -> files().containers());
        assertEquals("finding config on system: CONTAINERS_CONF file", e.getMessage());
        assertEquals(
                "stat /nonexistent: no such file or directory", e.getCause().getMessage());
    }

    @Test
    void theUsersDirectoryFollowsXdgConfigHome() throws Exception {
        environment.put("XDG_CONFIG_HOME", dir.resolve("xdg").toString());
        put(dir.resolve("xdg/containers/containers.conf"), "[engine]\nevents_logger='none'\n");
        put(home.resolve(".config/containers/containers.conf"), "[engine]\nruntime='runc'\n");
        assertEquals("{\"engine\":{\"events_logger\":\"none\"}}", Json.compact(files().containers()));
    }

    @Test
    void oneStorageFileCounts() throws Exception {
        put(root.resolve("usr/share/containers/storage.conf"), "[storage]\ndriver='share'\n");
        assertEquals("share", files().storage().getObject("storage").getString("driver", ""));
        put(root.resolve("etc/containers/storage.conf"), "[storage]\ndriver='etc'\nrunroot='/r'\n");
        assertEquals("etc", files().storage().getObject("storage").getString("driver", ""));
        put(home.resolve(".config/containers/storage.conf"), "[storage]\ndriver='home'\n");
        assertEquals("{\"storage\":{\"driver\":\"home\"}}", Json.compact(files().storage()));
        environment.put(
                "CONTAINERS_STORAGE_CONF",
                put(dir.resolve("s"), "storage.driver='own'\n").toString());
        assertEquals("own", files().storage().getObject("storage").getString("driver", ""));
    }

    @Test
    void registriesAreJoinedByPrefix() throws Exception {
        put(
                root.resolve("etc/containers/registries.conf"),
                "unqualified-search-registries=['a.io']\n[[registry]]\nlocation='one'\ninsecure=true\n"
                        + "[[registry]]\nprefix='two'\nlocation='x'\n");
        put(
                root.resolve("etc/containers/registries.conf.d/short.conf"),
                "[aliases]\nbusybox='docker.io/library/busybox'\n[[registry]]\nlocation='one'\nblocked=true\n");
        JsonObject merged = files().registries();
        List<JsonObject> registries = merged.getObjects("registry");
        assertEquals(2, registries.size());
        assertEquals("two", registries.get(0).getString("prefix", ""));
        assertEquals("{\"location\":\"one\",\"blocked\":true}", Json.compact(registries.get(1)));
        assertEquals(List.of("a.io"), merged.getStrings("unqualified-search-registries"));
        environment.put(
                "CONTAINERS_REGISTRIES_CONF",
                put(dir.resolve("r"), "[aliases]\na='b'\n").toString());
        assertEquals("{\"aliases\":{\"a\":\"b\"}}", Json.compact(files().registries()));
    }

    @Test
    void damagedFilesAreNamedWithTheLine() throws Exception {
        Path file = put(root.resolve("etc/containers/containers.conf"), "[engine]\nruntime = = 3\n");
        JpodException e = assertThrows(JpodException.class, () -> files().containers());
        assertEquals("decode configuration " + file, e.getMessage());
        assertTrue(
                e.getCause().getMessage().startsWith("toml: line 2: "),
                e.getCause().getMessage());
    }

    @Test
    void aSettledFileIsParsedOnce() throws Exception {
        Path file = put(root.resolve("etc/containers/containers.conf"), "[engine]\nruntime='runc'\n");
        clock = after(file, 99);
        files().containers();
        assertFalse(Files.exists(cache.resolve("containers.conf.json")), "it may change again within its time stamp");
        clock = after(file, 102);
        files().containers();
        Path kept = cache.resolve("containers.conf.json");
        // What is kept is believed, so it was not parsed again.
        Files.writeString(kept, Files.readString(kept).replace("runc", "kept"));
        assertEquals("kept", files().containers().getObject("engine").getString("runtime", ""));
        FileTime before = Files.getLastModifiedTime(file);
        put(file, "[engine]\nruntime='crun'\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() + 5));
        assertEquals("crun", files().containers().getObject("engine").getString("runtime", ""));
        Files.writeString(kept, "{damaged");
        assertEquals("crun", files().containers().getObject("engine").getString("runtime", ""));
    }

    @Test
    void aFileSystemWithoutFractionsOfSecondsSettlesLater() throws Exception {
        Path file = put(root.resolve("etc/containers/containers.conf"), "[engine]\nruntime='runc'\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
        clock = after(file, 1999);
        files().containers();
        assertFalse(Files.exists(cache.resolve("containers.conf.json")), "it may change again within its time stamp");
        clock = after(file, 2000);
        files().containers();
        assertTrue(Files.exists(cache.resolve("containers.conf.json")));
    }

    private static Clock after(Path file, long millis) throws Exception {
        return Clock.fixed(Files.getLastModifiedTime(file).toInstant().plusMillis(millis), ZoneOffset.UTC);
    }

    @Test
    void allTypesOfTomlAreUnderstood() throws Exception {
        String text = "a = 0x10\nb = 1.5\nc = true\nd = '''x\ny'''\ne = \"\\u00e9\"\nf = {g = [1, [2], {h = 3}]}\n"
                + "\"dotted.key\" = 1979-05-27\n[[t]]\n[[t.u]]\nv = 1\n";
        assertEquals(
                "{\"a\":16,\"b\":1.5,\"c\":true,\"d\":\"x\\ny\",\"e\":\"é\",\"f\":{\"g\":[1,[2],{\"h\":3}]},"
                        + "\"dotted.key\":\"1979-05-27\",\"t\":[{\"u\":[{\"v\":1}]}]}",
                Json.compact(TomlText.parse(text)));
        assertTrue(TomlText.parse("").isEmpty());
        assertTrue(TomlText.parse("# only a comment").isEmpty());
    }
}
