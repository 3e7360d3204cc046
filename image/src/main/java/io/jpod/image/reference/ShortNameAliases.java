package io.jpod.image.reference;

import io.jpod.api.JpodException;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What users answered when they were asked which registry a short name means: podman's {@code short-name-aliases.conf}. Only the
 * one table that programs write there is understood. It counts over {@code registries.conf}.
 */
public final class ShortNameAliases {
    private final Path file;

    private ShortNameAliases(Path file) {
        this.file = file;
    }

    /** Where podman keeps them too. */
    public static ShortNameAliases of(Map<String, String> environment, Path home, boolean rootless) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path directory = rootless ? (cache.isEmpty() ? home.resolve(".cache") : Path.of(cache)) : Path.of("/var/cache");
        return new ShortNameAliases(directory.resolve("containers").resolve("short-name-aliases.conf"));
    }

    /** Puts them over the aliases of {@code registries.conf}. */
    public void addTo(JsonObject registriesConf) {
        Map<String, String> recorded = read();
        if (recorded.isEmpty()) {
            return;
        }
        JsonObject aliases = registriesConf.getObject("aliases");
        for (Map.Entry<String, String> alias : recorded.entrySet()) {
            aliases.put(alias.getKey(), alias.getValue());
        }
        registriesConf.put("aliases", aliases);
    }

    /** Remembers an answer. */
    public void record(ImageReference shortName, ImageReference meant) {
        Map<String, String> all = read();
        all.put(shortName.path(), meant.repository());
        StringBuilder text = new StringBuilder("[aliases]\n");
        for (Map.Entry<String, String> alias : all.entrySet()) {
            text.append("  \"")
                    .append(alias.getKey())
                    .append("\" = \"")
                    .append(alias.getValue())
                    .append("\"\n");
        }
        try {
            Files.createDirectories(file.getParent());
            AtomicFile.writeVolatile(file, text.toString());
        } catch (IOException e) {
            throw JpodException.host("recording short-name alias in " + file, e);
        }
    }

    private Map<String, String> read() {
        Map<String, String> result = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    String key = unquoted(line.substring(0, equals));
                    String value = unquoted(line.substring(equals + 1));
                    if (!key.isEmpty()) {
                        result.put(key, value);
                    }
                }
            }
        } catch (NoSuchFileException e) {
            // Nobody was ever asked.
        } catch (IOException e) {
            throw JpodException.host("reading short-name aliases " + file, e);
        }
        return result;
    }

    private static String unquoted(String text) {
        String bare = text.trim();
        boolean quoted = bare.length() >= 2
                && (bare.charAt(0) == '"' || bare.charAt(0) == '\'')
                && bare.charAt(bare.length() - 1) == bare.charAt(0);
        return quoted ? bare.substring(1, bare.length() - 1) : bare;
    }
}
