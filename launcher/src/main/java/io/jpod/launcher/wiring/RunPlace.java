package io.jpod.launcher.wiring;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.root.DataRoot;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the state of running containers is ({@code --tmpdir}, {@code tmp_dir} of containers.conf): a data root keeps its first place,
 * as running containers would not be found elsewhere.
 */
final class RunPlace {
    private final Path root;
    private final Path runRoot;
    private final Path mark;

    RunPlace(Path root, Path runRoot) {
        this.root = root;
        this.runRoot = runRoot;
        this.mark = root.resolve("tmpdir");
    }

    /**
     * Puts the place into the settings, and records one that is new.
     *
     * @throws JpodException CONFLICT when the data root has another one
     */
    void settle(JsonObject settings) {
        JsonObject engine = settings.getObject("engine");
        String wanted = engine.getString(EngineContext.TMP_DIR, "");
        if (engine.getBoolean(EngineContext.TRANSIENT_STORE, false)) {
            // All state dies with the machine, so there is nothing to agree with.
            make(wanted);
            return;
        }
        String kept = kept();
        if (kept.isEmpty() && wanted.isEmpty()) {
            return;
        }
        if (wanted.isEmpty()) {
            settings.put("engine", engine.put(EngineContext.TMP_DIR, kept));
        } else if (kept.isEmpty() && !hasContainers()) {
            keep(wanted);
        } else if (!kept.equals(wanted)) {
            throw JpodException.conflict("database temporary files directory \""
                            + (kept.isEmpty() ? runRoot : kept) + "\" does not match our temporary files directory \""
                            + wanted + "\": database configuration mismatch")
                    .withRemedy("give another --root, or remove the containers and " + mark);
        }
        make(wanted.isEmpty() ? kept : wanted);
    }

    private String kept() {
        if (!mark.toFile().exists()) {
            return "";
        }
        try {
            return Files.readString(mark).trim();
        } catch (IOException e) {
            throw JpodException.host("reading " + mark, e);
        }
    }

    private boolean hasContainers() {
        String[] names = root.resolve("containers").toFile().list();
        return names != null && names.length > 0;
    }

    private void keep(String wanted) {
        try {
            DataRoot.make(root);
            AtomicFile.writeDurable(mark, wanted + "\n");
        } catch (IOException e) {
            throw JpodException.host("writing " + mark, e);
        }
    }

    private static void make(String directory) {
        if (!directory.isEmpty()) {
            DataRoot.make(Path.of(directory));
        }
    }
}
