package io.jpod.launcher.wiring;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.support.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps which providers came from an OSGi bundle, for the start program (start.c, bin/jpod): a command that names one of them is
 * started with the archive that has the framework's classes, too. One word a line, in the file {@code bundles} of the runtime directory. A
 * provider that only a configuration file names is loaded without.
 */
final class BundleNames implements Consumer<String> {
    /** The start program reads no more. */
    private static final int MOST = 4096;

    private final Supplier<Path> runtimeDirectory;
    private final Log log;

    /** @param runtimeDirectory of the user, whatever {@code --runroot} says: asked for when there is a name to keep */
    BundleNames(Supplier<Path> runtimeDirectory, Log log) {
        this.runtimeDirectory = runtimeDirectory;
        this.log = log;
    }

    /** @param id of a provider that a bundle offers and that is in use now */
    @Override
    public void accept(String id) {
        try {
            Path file = runtimeDirectory.get().resolve("bundles");
            String known = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
            if (!("\n" + known).contains("\n" + id + "\n")) {
                String kept = known.length() + id.length() > MOST ? "" : known;
                AtomicFile.writeVolatile(file, kept + id + "\n");
            }
        } catch (IOException | JpodException e) {
            log.debug("keeping that " + id + " is of a bundle: " + e);
        }
    }
}
