package io.jpod.launcher.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.launcher.provider.RecordingLog;
import io.jpod.support.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageChoiceTest {
    @TempDir
    private Path root;

    private final RecordingLog log = new RecordingLog();
    private final JsonObject file = new JsonObject().put("storage", new JsonObject().put("driver", "from-file"));

    private String named(String flag, Map<String, String> environment) {
        return new StorageChoice(root, log).named(flag, environment, file);
    }

    @Test
    void flagComesBeforeEnvironmentBeforeFile() {
        Map<String, String> environment = Map.of("STORAGE_DRIVER", "from-environment");
        assertEquals("from-flag", named("from-flag", environment));
        assertEquals("from-environment", named("", environment));
        assertEquals("from-file", named("", Map.of()));
        assertEquals("", new StorageChoice(root, log).named("", Map.of(), new JsonObject()));
    }

    @Test
    void rootKeepsItsFirstDriver() {
        new StorageChoice(root, log).keep("vfs");
        new StorageChoice(root, log).keep("overlay");
        assertEquals("vfs", new StorageChoice(root, log).named("", Map.of(), new JsonObject()));
        assertTrue(log.errors.isEmpty(), log.errors.toString());
        assertEquals("vfs", named("overlay", Map.of()));
        assertEquals(1, log.errors.size());
        assertTrue(log.errors.get(0).contains("\"overlay\" overwritten by graph driver \"vfs\""), log.errors.get(0));
    }
}
