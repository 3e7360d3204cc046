package io.jpod.launcher.wiring;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** Which storage driver: layers of two drivers cannot be told apart by their users, so a data root keeps its first one. */
final class StorageChoice {
    private static final String MARK = "driver";

    private final Path root;
    private final Log log;

    StorageChoice(Path root, Log log) {
        this.root = root;
        this.log = log;
    }

    /**
     * The id that somebody asked for or that the data root has; empty when the choice is free.
     *
     * @param flag {@code --storage-driver}
     * @param storage {@code storage.conf}
     */
    String named(String flag, Map<String, String> environment, JsonObject storage) {
        String asked = flag;
        if (asked.isEmpty()) {
            asked = environment.getOrDefault("STORAGE_DRIVER", "");
        }
        if (asked.isEmpty()) {
            asked = storage.getObject("storage").getString("driver", "");
        }
        String kept = read();
        if (!kept.isEmpty() && !asked.isEmpty() && !asked.equals(kept)) {
            // Podman does the same, and in these words.
            log.error("User-selected graph driver \"" + asked + "\" overwritten by graph driver \"" + kept
                    + "\" from database - delete local files in \"" + root
                    + "\" to resolve.  May prevent use of images created by other tools");
        }
        return kept.isEmpty() ? asked : kept;
    }

    private String read() {
        try {
            return Files.readString(root.resolve(MARK)).trim();
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw JpodException.host("reading " + root.resolve(MARK), e);
        }
    }

    /** Records the driver when it is first opened. */
    void keep(String id) {
        if (read().isEmpty()) {
            try {
                AtomicFile.writeDurable(root.resolve(MARK), id + "\n");
            } catch (IOException e) {
                throw JpodException.host("writing " + root.resolve(MARK), e);
            }
        }
    }
}
