package io.jpod.plugins;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where plug-ins are looked for, and where what is known of them is kept. Immutable. */
public final class PluginPlaces {
    private final List<Path> folders;
    private final Path userFolder;
    private final Path cache;
    private final Path settings;

    PluginPlaces(List<Path> folders, Path userFolder, Path cache, Path settings) {
        this.folders = List.copyOf(folders);
        this.userFolder = userFolder;
        this.cache = cache;
        this.settings = settings;
    }

    /** @param home of the invoking user */
    public static PluginPlaces of(Map<String, String> environment, Path home) {
        Path user =
                xdg(environment, "XDG_DATA_HOME", home.resolve(".local/share")).resolve("jpod/plugins");
        List<Path> folders = new ArrayList<>();
        for (String folder : environment.getOrDefault("JPOD_PLUGIN_PATH", "").split(":")) {
            add(
                    folders,
                    folder.isEmpty() ? user : Path.of(folder).toAbsolutePath().normalize(),
                    folder.isEmpty());
        }
        add(folders, user, false);
        add(folders, Path.of("/usr/local/lib/jpod/plugins"), false);
        add(folders, Path.of("/usr/lib/jpod/plugins"), false);
        return new PluginPlaces(
                folders,
                user,
                xdg(environment, "XDG_CACHE_HOME", home.resolve(".cache")).resolve("jpod/plugins"),
                xdg(environment, "XDG_CONFIG_HOME", home.resolve(".config")).resolve("jpod"));
    }

    private static void add(List<Path> folders, Path folder, boolean skip) {
        if (!skip && !folders.contains(folder)) {
            folders.add(folder);
        }
    }

    /** A relative path there is to be ignored, says the XDG base directory specification. */
    private static Path xdg(Map<String, String> environment, String name, Path fallback) {
        String value = environment.getOrDefault(name, "");
        return value.startsWith("/") ? Path.of(value) : fallback;
    }

    /** In the order of precedence; they need not exist. */
    public List<Path> folders() {
        return folders;
    }

    /** Where {@code plugin install} puts jars. */
    public Path userFolder() {
        return userFolder;
    }

    /** Index files and the bundles' own data; may be deleted at any time. */
    public Path cache() {
        return cache;
    }

    /** The user's settings: {@code plugins.disabled}, {@code trusted-keys.d}. */
    public Path settings() {
        return settings;
    }
}
