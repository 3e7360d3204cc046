package io.jpod.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerStoreTest {
    @TempDir
    private Path directory;

    @Test
    void theFirstContainerMayBeMadeWhileOthersLook() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 3000; round++) {
                ContainerPaths paths = new ContainerPaths(directory.resolve("root" + round), directory.resolve("run"));
                Files.createDirectories(paths.containers().getParent());
                ContainerStore store = new ContainerStore(paths, null);
                Future<Path> made = other.submit(() -> Files.createDirectory(paths.containers()));
                while (!made.isDone()) {
                    assertEquals(List.of(), store.leftovers());
                }
                made.get();
            }
        } finally {
            other.shutdownNow();
        }
    }
}
