package io.jpod.launcher.wiring;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.ProviderKind;
import io.jpod.engine.root.DriverMark;
import io.jpod.plugins.Catalog;
import io.jpod.support.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Which storage driver: layers of two drivers cannot be told apart by their users, so a data root keeps its first one. */
final class StorageChoice {
    private final Path root;
    private final Catalog catalog;
    private final Log log;

    StorageChoice(Path root, Catalog catalog, Log log) {
        this.root = root;
        this.catalog = catalog;
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
        String kept = new DriverMark(root).read();
        if (!asked.isEmpty() && !asked.equals(kept)) {
            Optional<JpodException> absent = catalog.leftOut(ProviderKind.STORAGE, asked);
            if (absent.isPresent()) {
                throw absent.get();
            }
        }
        if (!kept.isEmpty() && !asked.isEmpty() && !asked.equals(kept)) {
            // Podman does the same, and in these words.
            log.error("User-selected graph driver \"" + asked + "\" overwritten by graph driver \"" + kept
                    + "\" from database - delete local files in \"" + root
                    + "\" to resolve.  May prevent use of images created by other tools");
        }
        return kept.isEmpty() ? asked : kept;
    }

    /** Records the driver when it is first opened. */
    void keep(String id) {
        new DriverMark(root).keep(id);
    }
}
