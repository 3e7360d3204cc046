package io.jpod.support.toml;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code containers.conf}, {@code storage.conf} and {@code registries.conf}, each merged over all its places. Where no
 * file exists this costs a few stat calls; where files are as they were, one more read. Immutable.
 */
public final class TomlFiles {
    private static final int CACHE_FORMAT = 1;

    /**
     * A file that was changed this recently might be changed again without a difference in its times: kernels count them in
     * ticks of up to 10 ms, and a file system without fractions in steps of up to two seconds.
     */
    private static final int SETTLED_MILLIS = 100;

    private static final int SETTLED_MILLIS_WITHOUT_FRACTIONS = 2000;

    private final ConfigPlaces places;
    private final Optional<Path> cache;
    private final Clock clock;
    private final Log log;

    /**
     * A reader.
     *
     * @param root what {@code /etc} and {@code /usr} are below, {@code /} outside tests
     * @param home the user's home directory
     * @param rootless whether the user's own files count beside the machine's
     * @param cache directory for what was parsed; without one files are parsed each time
     */
    public TomlFiles(
            Posix posix,
            Path root,
            Map<String, String> environment,
            Path home,
            boolean rootless,
            Optional<Path> cache,
            Clock clock,
            Log log) {
        String prefix = root.toString().equals("/") ? "" : root.toString();
        this.places = new ConfigPlaces(posix, prefix, environment, home.toString(), rootless);
        this.cache = cache;
        this.clock = clock;
        this.log = log;
    }

    /** Settings of {@code containers.conf}: tables are merged, other values of a later file replace those of an earlier one. */
    public JsonObject containers() {
        return containers(List.of());
    }

    /**
     * As {@link #containers()}, with further files over them.
     *
     * @param modules absolute paths, or names below a directory {@code containers.conf.modules} of the user or the machine
     * @throws JpodException when one is missing, naming the places that were looked at
     */
    public JsonObject containers(List<String> modules) {
        return read(modules.isEmpty() ? "containers.conf" : "containers.conf-modules", places.containers(modules));
    }

    /** The one {@code storage.conf} that counts. */
    public JsonObject storage() {
        return read("storage.conf", places.storage());
    }

    /** As {@link #containers}; members of {@code registry} with the same prefix are replaced, others are added. */
    public JsonObject registries() {
        return read("registries.conf", places.registries());
    }

    private JsonObject read(String name, List<ConfigPlaces.Source> sources) {
        if (sources.isEmpty()) {
            return new JsonObject();
        }
        String state = state(sources);
        Optional<JsonObject> kept = fromCache(name, state);
        if (kept.isPresent()) {
            return kept.get();
        }
        JsonObject merged = new JsonObject();
        for (ConfigPlaces.Source source : sources) {
            ConfigMerge.merge(merged, parse(source.path));
        }
        if (isSettled(sources)) {
            toCache(name, state, merged);
        }
        return merged;
    }

    private static JsonObject parse(String path) {
        try {
            return TomlText.parse(Files.readString(Path.of(path)));
        } catch (IOException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "decode configuration " + path, e);
        }
    }

    private static String state(List<ConfigPlaces.Source> sources) {
        StringBuilder text = new StringBuilder();
        for (ConfigPlaces.Source source : sources) {
            text.append(source.path)
                    .append(' ')
                    .append(source.status.dev())
                    .append(' ')
                    .append(source.status.inode())
                    .append(' ')
                    .append(source.status.size())
                    .append(' ')
                    .append(source.status.mtimeSeconds())
                    .append('.')
                    .append(source.status.mtimeNanos())
                    .append('\n');
        }
        return text.toString();
    }

    private boolean isSettled(List<ConfigPlaces.Source> sources) {
        long now = clock.millis();
        for (ConfigPlaces.Source source : sources) {
            long changed = source.status.mtimeSeconds() * 1000 + source.status.mtimeNanos() / 1_000_000;
            int settled = source.status.mtimeNanos() == 0 ? SETTLED_MILLIS_WITHOUT_FRACTIONS : SETTLED_MILLIS;
            if (!source.status.isRegular() || changed + settled > now) {
                return false;
            }
        }
        return true;
    }

    private Optional<JsonObject> fromCache(String name, String state) {
        if (cache.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonObject kept = Json.parseObject(Files.readAllBytes(cacheFile(name)));
            if (kept.getInt("format", 0) == CACHE_FORMAT
                    && kept.getString("state", "").equals(state)) {
                return Optional.of(kept.getObject("settings"));
            }
        } catch (IOException | JpodException e) {
            log.debug("no kept form of " + name + ": " + e.getMessage());
        }
        return Optional.empty();
    }

    private void toCache(String name, String state, JsonObject settings) {
        if (cache.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(cache.get());
            JsonObject kept = new JsonObject()
                    .put("format", CACHE_FORMAT)
                    .put("state", state)
                    .put("settings", settings);
            AtomicFile.writeVolatile(cacheFile(name), Json.compact(kept));
        } catch (IOException e) {
            log.debug("cannot keep " + name + " in " + cache.get() + ": " + e.getMessage());
        }
    }

    private Path cacheFile(String name) {
        return cache.orElseThrow().resolve(name + ".json");
    }
}
