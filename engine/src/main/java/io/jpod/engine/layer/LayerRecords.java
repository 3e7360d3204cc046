package io.jpod.engine.layer;

import io.jpod.api.JpodException;
import io.jpod.api.storage.LayerId;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One JSON file per layer of an image or of a shifted copy. */
final class LayerRecords {
    static final int FORMAT = 1;

    private static final String SUFFIX = ".json";

    private final Path directory;

    LayerRecords(Path directory) {
        this.directory = directory;
    }

    Optional<JsonObject> read(LayerId layer) {
        Path file = directory.resolve(layer.value() + SUFFIX);
        try {
            JsonObject record = Json.parseObject(Files.readString(file, StandardCharsets.UTF_8));
            int format = record.getInt("format", FORMAT);
            if (format > FORMAT) {
                throw JpodException.unsupported("layer record " + file + " has format " + format)
                        .withRemedy("it was written by a newer jpod: use that one");
            }
            return Optional.of(record);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw JpodException.host("reading layer record " + file, e);
        }
    }

    void write(LayerId layer, JsonObject record) {
        Path file = directory.resolve(layer.value() + SUFFIX);
        try {
            Files.createDirectories(directory);
            AtomicFile.writeDurable(file, Json.compact(record.put("format", FORMAT)));
        } catch (IOException e) {
            throw JpodException.host("writing layer record " + file, e);
        }
    }

    /** When a layer's record was written; empty when there is none. */
    Optional<Instant> written(LayerId layer) {
        long millis = directory.resolve(layer.value() + SUFFIX).toFile().lastModified();
        return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    void remove(LayerId layer) {
        delete(directory.resolve(layer.value() + SUFFIX));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw JpodException.host("removing layer record " + file, e);
        }
    }

    List<LayerId> list() {
        List<LayerId> layers = new ArrayList<>();
        for (String name : names()) {
            if (name.length() == 64 + SUFFIX.length() && name.endsWith(SUFFIX)) {
                layers.add(new LayerId(name.substring(0, 64)));
            }
        }
        return layers;
    }

    private String[] names() {
        String[] names = directory.toFile().list();
        return names == null ? new String[0] : names;
    }

    /** The layers whose record is being written, or was when its writer was killed. */
    List<LayerId> drafted() {
        List<LayerId> layers = new ArrayList<>();
        for (String name : names()) {
            if (name.startsWith(".") && name.startsWith(SUFFIX + ".", 65)) {
                layers.add(new LayerId(name.substring(1, 65)));
            }
        }
        return layers;
    }

    /** Removes what killed writers left of a layer's record; the caller holds the layer's lock. */
    void removeDrafts(LayerId layer) {
        for (String name : names()) {
            if (name.startsWith("." + layer.value() + SUFFIX + ".")) {
                delete(directory.resolve(name));
            }
        }
    }
}
