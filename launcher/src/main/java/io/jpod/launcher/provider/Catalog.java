package io.jpod.launcher.provider;

import io.jpod.api.Log;
import io.jpod.api.ProviderKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All providers that can be found. For one thread. */
public final class Catalog {
    private final BuiltinProviders builtin;
    private final PluginJars plugins;
    private final Log log;
    private final Map<ProviderKind, List<Candidate>> known = new EnumMap<>(ProviderKind.class);
    private final Map<ProviderKind, List<Candidate>> everything = new EnumMap<>(ProviderKind.class);

    /**
     * @param index {@code lib/providers.index}
     * @param pluginDirectories as {@link #pluginDirectories} tells
     */
    public Catalog(Path index, List<Path> pluginDirectories, Log log) {
        this.builtin = new BuiltinProviders(index);
        this.plugins = new PluginJars(pluginDirectories, Catalog.class.getClassLoader(), log);
        this.log = log;
    }

    /** Where plug-ins are looked for, in this order. */
    public static List<Path> pluginDirectories(Map<String, String> environment, Path home) {
        List<Path> directories = new ArrayList<>();
        for (String directory : environment.getOrDefault("JPOD_PLUGIN_PATH", "").split(":")) {
            if (!directory.isEmpty()) {
                directories.add(Path.of(directory));
            }
        }
        directories.add(home.resolve(".local/share/jpod/plugins"));
        directories.add(Path.of("/usr/local/lib/jpod/plugins"));
        directories.add(Path.of("/usr/lib/jpod/plugins"));
        return directories;
    }

    /** The provider of that id. */
    public Optional<Candidate> find(ProviderKind kind, String id) {
        for (Candidate candidate : builtin(kind)) {
            if (candidate.id().equals(id)) {
                return Optional.of(candidate);
            }
        }
        for (Candidate candidate : all(kind)) {
            if (candidate.id().equals(id)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** The distribution's own. */
    public List<Candidate> builtin(ProviderKind kind) {
        List<Candidate> candidates = known.get(kind);
        if (candidates == null) {
            candidates = builtin.list(kind);
            known.put(kind, candidates);
        }
        return candidates;
    }

    /** Built-in ones, then plug-ins; of two with one id only the first counts, the other is listed as broken. */
    public List<Candidate> all(ProviderKind kind) {
        List<Candidate> candidates = everything.get(kind);
        if (candidates != null) {
            return candidates;
        }
        candidates = new ArrayList<>(builtin(kind));
        Set<String> ids = new HashSet<>();
        for (Candidate candidate : candidates) {
            ids.add(candidate.id());
        }
        for (Candidate candidate : plugins.list(kind)) {
            if (ids.add(candidate.id())) {
                candidates.add(candidate);
            } else {
                log.debug("plug-in " + candidate.origin() + ": id " + candidate.id() + " is taken");
                String name = candidate.id() + " of " + candidate.origin();
                candidates.add(Candidate.broken(name, candidate.origin(), "id " + candidate.id() + " is taken"));
            }
        }
        everything.put(kind, candidates);
        return candidates;
    }
}
