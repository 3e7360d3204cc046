package io.jpod.engine.spec;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.json.Json;
import io.jpod.support.json.RawJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Chooses a container's seccomp profile and keeps what it resolves to below the runtime root, keyed by the profile's path, time and size,
 * architecture and capabilities: parsing a profile costs more than all the rest of a configuration.
 */
public final class SeccompFilters {
    /** Where podman's packages put the profile; the first one that exists is used. */
    private static final List<String> PLACES =
            List.of("/etc/containers/seccomp.json", "/usr/share/containers/seccomp.json");

    private static final String BUILT_IN = "seccomp-default.json";
    private static final String BUILT_IN_KEY = "built-in 1";

    private final EngineContext context;

    SeccompFilters(EngineContext context) {
        this.context = context;
    }

    /**
     * Reads a profile before anything is made.
     *
     * @throws JpodException USAGE for a file that is missing, cannot be read or is no profile
     */
    public static void check(String path) {
        try {
            new SeccompProfile(path, Files.readString(Path.of(path)));
        } catch (NoSuchFileException e) {
            throw JpodException.usage("opening seccomp profile failed: open " + path + ": no such file or directory");
        } catch (IOException e) {
            throw new JpodException(ErrorCode.USAGE, "opening seccomp profile failed: reading " + path, e);
        }
    }

    /**
     * The filter as JSON text.
     *
     * @param requested a profile's path, or empty for the configured or default one
     */
    RawJson filter(String requested, List<String> capabilities) {
        String configured = context.settings().getObject("containers").getString("seccomp_profile", "");
        if (!requested.isEmpty()) {
            return fromFile(Path.of(requested), capabilities);
        }
        if (!configured.isEmpty()) {
            return fromFile(Path.of(configured), capabilities);
        }
        for (String place : PLACES) {
            Path path = Path.of(place);
            if (Files.isRegularFile(path)) {
                return fromFile(path, capabilities);
            }
        }
        String key = key(BUILT_IN_KEY, capabilities);
        Path cache = cacheFile(key);
        String known = cached(cache, key);
        return known != null ? new RawJson(known) : resolve(builtIn(), BUILT_IN, key, cache, capabilities);
    }

    private RawJson fromFile(Path path, List<String> capabilities) {
        try {
            String key =
                    key(path + " " + Files.getLastModifiedTime(path).toMillis() + " " + Files.size(path), capabilities);
            Path cache = cacheFile(key);
            String known = cached(cache, key);
            if (known != null) {
                return new RawJson(known);
            }
            return resolve(Files.readString(path), path.toString(), key, cache, capabilities);
        } catch (NoSuchFileException e) {
            throw JpodException.usage("opening seccomp profile failed: open " + path + ": no such file or directory");
        } catch (IOException e) {
            throw new JpodException(ErrorCode.USAGE, "opening seccomp profile failed: open " + path, e);
        }
    }

    private RawJson resolve(String text, String origin, String key, Path cache, List<String> capabilities) {
        String json = Json.compact(
                new SeccompProfile(origin, text).resolve(context.host().architecture(), capabilities));
        try {
            Files.createDirectories(cache.getParent());
            AtomicFile.writeVolatile(cache, key + "\n" + json);
        } catch (IOException e) {
            context.log().debug("seccomp filter is not kept in " + cache + ": " + e);
        }
        return new RawJson(json);
    }

    private String key(String profile, List<String> capabilities) {
        StringBuilder key =
                new StringBuilder(profile).append(' ').append(context.host().architecture());
        for (String capability : capabilities) {
            key.append(' ').append(capability);
        }
        return key.toString().replace('\n', ' ');
    }

    private Path cacheFile(String key) {
        return context.runRoot().resolve("seccomp").resolve(Integer.toHexString(key.hashCode()) + ".json");
    }

    /** The first line repeats the key, since the file's name is only a hash of it. */
    private static String cached(Path cache, String key) {
        try {
            String text = Files.readString(cache);
            return text.length() > key.length() && text.startsWith(key) && text.charAt(key.length()) == '\n'
                    ? text.substring(key.length() + 1)
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static String builtIn() {
        try (InputStream in = SeccompFilters.class.getResourceAsStream(BUILT_IN)) {
            if (in == null) {
                throw JpodException.internal("the built-in seccomp profile is missing", null);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw JpodException.internal("reading the built-in seccomp profile", e);
        }
    }
}
