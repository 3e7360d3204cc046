package io.jpod.launcher.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPlaceTest {
    @TempDir
    Path directory;

    private String settle(String wanted, boolean ending) {
        JsonObject engine = new JsonObject();
        if (!wanted.isEmpty()) {
            engine.put("tmp_dir", directory.resolve(wanted).toString());
        }
        JsonObject settings = new JsonObject().put("engine", engine.put("transient_store", ending));
        new RunPlace(directory.resolve("root"), directory.resolve("run")).settle(settings);
        return settings.getObject("engine").getString("tmp_dir", "");
    }

    @Test
    void aRootKeepsItsFirstPlace() {
        assertEquals("", settle("", false));
        assertFalse(Files.exists(directory.resolve("root")));
        settle("tmp", false);
        assertTrue(Files.isDirectory(directory.resolve("tmp")));
        assertEquals(directory.resolve("tmp").toString(), settle("", false));
        JpodException failure = assertThrows(JpodException.class, () -> settle("other", false));
        assertEquals(ErrorCode.CONFLICT, failure.code());
        assertTrue(failure.getMessage().contains(directory.resolve("tmp").toString()), failure.getMessage());
    }

    @Test
    void aRootWithContainersHasTheRuntimeRoot() throws IOException {
        Files.createDirectories(directory.resolve("root/containers/x"));
        JpodException failure = assertThrows(JpodException.class, () -> settle("tmp", false));
        assertTrue(failure.getMessage().contains(directory.resolve("run").toString()), failure.getMessage());
    }

    @Test
    void aTransientStoreMayHaveAnotherEachTime() {
        settle("one", true);
        settle("two", true);
        assertTrue(Files.isDirectory(directory.resolve("two")));
        assertFalse(Files.exists(directory.resolve("root")));
    }
}
