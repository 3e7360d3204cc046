package io.jpod.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ProviderKind;
import io.jpod.plugins.Catalog;
import io.jpod.plugins.IndexWriter;
import io.jpod.support.log.LogLevel;
import io.jpod.support.log.StreamLog;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution's own providers, which only this module has on its class path. */
class BuiltinProvidersTest {
    @TempDir
    private Path directory;

    private final StreamLog log =
            new StreamLog(OutputStream.nullOutputStream(), LogLevel.WARN, Clock.systemUTC(), false);

    @Test
    void withoutIndexTheClassPathIsRead() {
        Catalog catalog = new Catalog(directory.resolve("absent"), null, log);
        assertTrue(catalog.find(ProviderKind.RUNTIME, "crun").isPresent(), "crun");
        assertTrue(catalog.find(ProviderKind.IDMAP, "keep-id").isPresent(), "keep-id");
    }

    @Test
    void indexOfTheDistributionIsCompleteAndValid() {
        String index = IndexWriter.index(getClass().getClassLoader());
        for (String expected : List.of(
                "runtime crun ",
                "runtime runc ",
                "storage overlay ",
                "storage vfs ",
                "network slirp4netns ",
                "idmap subid ",
                "idmap auto ",
                "monitor conmon ")) {
            assertTrue(index.contains(expected), index);
        }
    }
}
