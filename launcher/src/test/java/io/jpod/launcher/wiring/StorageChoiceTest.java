package io.jpod.launcher.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.plugins.Catalog;
import io.jpod.plugins.Plugins;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageChoiceTest {
    @TempDir
    private Path root;

    @TempDir
    private Path distribution;

    private Path index = Path.of("none");
    private final RecordingLog log = new RecordingLog();
    private final JsonObject file = new JsonObject().put("storage", new JsonObject().put("driver", "from-file"));

    private StorageChoice choice() {
        return new StorageChoice(root, new Catalog(index, noPlugins(), log), log);
    }

    private Plugins noPlugins() {
        return Plugins.of(distribution, Map.of(), distribution, null, OutputStream.nullOutputStream(), log);
    }

    private String named(String flag, Map<String, String> environment) {
        return choice().named(flag, environment, file);
    }

    @Test
    void flagComesBeforeEnvironmentBeforeFile() {
        Map<String, String> environment = Map.of("STORAGE_DRIVER", "from-environment");
        assertEquals("from-flag", named("from-flag", environment));
        assertEquals("from-environment", named("", environment));
        assertEquals("from-file", named("", Map.of()));
        assertEquals("", choice().named("", Map.of(), new JsonObject()));
    }

    @Test
    void rootKeepsItsFirstDriver() {
        choice().keep("vfs");
        choice().keep("overlay");
        assertEquals("vfs", choice().named("", Map.of(), new JsonObject()));
        assertTrue(log.errors.isEmpty(), log.errors.toString());
        assertEquals("vfs", named("overlay", Map.of()));
        assertEquals(1, log.errors.size());
        assertTrue(log.errors.get(0).contains("\"overlay\" overwritten by graph driver \"vfs\""), log.errors.get(0));
    }

    @Test
    void driverOfAnotherDistributionIsRefusedThoughTheRootHasItsOwn() throws IOException {
        index = Files.writeString(distribution.resolve("index"), "absent storage vfs\ndistribution minimal 1\n");
        choice().keep("overlay");
        JpodException refused = assertThrows(JpodException.class, () -> named("vfs", Map.of()));
        assertEquals("storage driver \"vfs\" is not part of this distribution (minimal)", refused.getMessage());
    }
}
