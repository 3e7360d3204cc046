package io.jpod.engine.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jpod.api.JpodException;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapabilitiesTest {
    @TempDir
    Path directory;

    private Capabilities capabilities;

    @BeforeEach
    void writeStatus() throws IOException {
        Path status = directory.resolve("status");
        Files.writeString(status, "Name:\tjava\nCapBnd:\t0000000000000003\nSeccomp:\t0\n");
        capabilities = new Capabilities(status);
    }

    @Test
    void addAndDropAreSortedAndNamedInFull() {
        assertEquals(
                List.of("CAP_KILL", "CAP_NET_RAW"),
                capabilities.merge(List.of("CAP_KILL", "CAP_CHOWN"), List.of("net_raw"), List.of("CHOWN")));
    }

    @Test
    void allMeansTheBoundingSet() {
        assertEquals(
                List.of("CAP_CHOWN", "CAP_DAC_OVERRIDE"),
                capabilities.merge(List.of("CAP_CHOWN"), List.of("ALL"), List.of()));
        assertEquals(List.of("CAP_DAC_OVERRIDE"), capabilities.merge(List.of(), List.of("ALL"), List.of("CHOWN")));
    }

    @Test
    void dropAllLeavesWhatIsAdded() {
        assertEquals(List.of("CAP_CHOWN"), capabilities.merge(List.of("CAP_KILL"), List.of("CHOWN"), List.of("all")));
    }

    @Test
    void contradictionsAndUnknownNamesAreRefused() {
        assertEquals(
                "\"CAP_FOO\": unknown capability",
                assertThrows(JpodException.class, () -> capabilities.merge(List.of(), List.of("FOO"), List.of()))
                        .getMessage());
        assertEquals(
                "capability \"CAP_KILL\" cannot be dropped and added",
                assertThrows(JpodException.class, () -> capabilities.merge(List.of(), List.of("KILL"), List.of("KILL")))
                        .getMessage());
        assertThrows(JpodException.class, () -> capabilities.merge(List.of(), List.of("ALL"), List.of("ALL")));
    }

    @Test
    void configurationReplacesTheDefaults() {
        JsonObject settings =
                new JsonObject().put("containers", new JsonObject().put("default_capabilities", List.of("CHOWN")));
        assertEquals(List.of("CAP_CHOWN"), Capabilities.defaults(settings));
        assertEquals(11, Capabilities.defaults(new JsonObject()).size());
    }
}
