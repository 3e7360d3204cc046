package io.jpod.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.api.ProviderKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a distribution's index says beside its providers. */
class DistributionTest {
    @TempDir
    private Path directory;

    private Catalog catalog(String index) throws IOException {
        Path file = Files.writeString(directory.resolve("providers.index"), index);
        RecordingLog log = new RecordingLog();
        OutputStream nowhere = OutputStream.nullOutputStream();
        Plugins none = Plugins.of(directory, Map.of(), directory, new JdkProcesses(), nowhere, log);
        return new Catalog(file, none, log);
    }

    @Test
    void preferredProvidersComeInTheirOrder() throws IOException {
        Catalog catalog = catalog("default runtime runc\ndefault storage vfs\ndefault runtime crun\n");
        assertEquals(List.of("runc", "crun"), catalog.defaults("runtime"));
        assertEquals(List.of("vfs"), catalog.defaults("storage"));
        assertEquals(List.of(), catalog.defaults("network"));
    }

    @Test
    void whatIsLeftOutIsNamedWithTheDistributionAndARemedy() throws IOException {
        Catalog catalog = catalog("storage overlay some.Class\nabsent storage vfs\ndistribution minimal 1.0\n");
        JpodException absent = catalog.leftOut(ProviderKind.STORAGE, "vfs").orElseThrow();
        assertEquals("storage driver \"vfs\" is not part of this distribution (minimal)", absent.getMessage());
        assertTrue(absent.remedy().isPresent());
        assertTrue(catalog.leftOut(ProviderKind.STORAGE, "overlay").isEmpty());
        assertTrue(catalog.leftOut(ProviderKind.RUNTIME, "vfs").isEmpty());
        assertEquals(1, catalog.builtin(ProviderKind.STORAGE).size());
    }
}
