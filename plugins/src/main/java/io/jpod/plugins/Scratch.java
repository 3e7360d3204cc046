package io.jpod.plugins;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Short-lived directories in the cache, each with its owner's process id in its name. */
public final class Scratch {
    private static final String PREFIX = "scratch-";

    private Scratch() {}

    /** A new directory; what killed processes have left goes. */
    public static Path make(Path cache) throws IOException {
        Files.createDirectories(cache);
        File[] all = cache.toFile().listFiles((parent, name) -> name.startsWith(PREFIX));
        if (all != null) {
            for (File directory : all) {
                long owner = Long.parseLong(directory.getName().split("-")[1]);
                if (!Files.exists(Path.of("/proc/" + owner))) {
                    delete(directory.toPath());
                }
            }
        }
        // Not createTempDirectory: it asks for secure random numbers, which start slowly.
        for (int number = 0; ; number++) {
            try {
                return Files.createDirectory(
                        cache.resolve(PREFIX + ProcessHandle.current().pid() + "-" + number));
            } catch (FileAlreadyExistsException e) {
                // Another of this process.
            }
        }
    }

    /** Deletes a directory with all that is in it. */
    public static void delete(Path directory) throws IOException {
        File[] entries = directory.toFile().listFiles();
        if (entries != null) {
            for (File entry : entries) {
                if (!Files.isSymbolicLink(entry.toPath()) && entry.isDirectory()) {
                    delete(entry.toPath());
                } else {
                    Files.deleteIfExists(entry.toPath());
                }
            }
        }
        Files.deleteIfExists(directory);
    }
}
