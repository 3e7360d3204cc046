package io.jpod.launcher.provider;

import io.jpod.api.Log;
import io.jpod.api.Provider;
import io.jpod.api.ProviderKind;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** The providers in plug-in jars, in the order of the directories and of the file names. */
final class PluginJars {
    private final List<Path> directories;
    private final ClassLoader host;
    private final Log log;
    private final Map<String, PluginClassLoader> loaders = new LinkedHashMap<>();

    PluginJars(List<Path> directories, ClassLoader host, Log log) {
        this.directories = directories;
        this.host = host;
        this.log = log;
    }

    List<Candidate> list(ProviderKind kind) {
        List<Candidate> candidates = new ArrayList<>();
        for (Path directory : directories) {
            File[] files = directory.toFile().listFiles((parent, name) -> name.endsWith(".jar"));
            if (files == null) {
                continue;
            }
            Arrays.sort(files);
            for (File file : files) {
                read(file, kind, candidates);
            }
        }
        return candidates;
    }

    private void read(File file, ProviderKind kind, List<Candidate> candidates) {
        String origin = file.getPath();
        try (JarFile jar = new JarFile(file)) {
            ZipEntry entry =
                    jar.getEntry("META-INF/services/" + Services.type(kind).getName());
            if (entry == null) {
                return;
            }
            byte[] text = jar.getInputStream(entry).readAllBytes();
            for (String line : new String(text, StandardCharsets.UTF_8).split("\n")) {
                int comment = line.indexOf('#');
                String name = (comment < 0 ? line : line.substring(0, comment)).trim();
                if (!name.isEmpty()) {
                    candidates.add(load(file, kind, name));
                }
            }
        } catch (IOException e) {
            log.debug("plug-in " + origin + " cannot be read: " + e.getMessage());
            candidates.add(Candidate.broken(file.getName(), origin, "cannot be read: " + e.getMessage()));
        }
    }

    private Candidate load(File file, ProviderKind kind, String className) {
        String origin = file.getPath();
        try {
            PluginClassLoader loader = loaders.get(origin);
            if (loader == null) {
                loader = new PluginClassLoader(file.toURI().toURL(), host);
                loaders.put(origin, loader);
            }
            Object made =
                    Class.forName(className, true, loader).getConstructor().newInstance();
            Provider provider = PluginFence.around(Services.type(kind), made, origin);
            String id = provider.id();
            if (Candidate.isValidId(id)) {
                return new Candidate(id, origin, () -> provider);
            }
            log.debug("plug-in " + origin + ": invalid id " + id);
            return Candidate.broken(className, origin, "invalid id " + id);
        } catch (ReflectiveOperationException | IOException | RuntimeException | LinkageError e) {
            log.debug("plug-in " + origin + ": " + className + " cannot be loaded: " + e);
            return Candidate.broken(className, origin, "cannot be loaded: " + e);
        }
    }
}
