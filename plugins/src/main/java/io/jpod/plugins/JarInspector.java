package io.jpod.plugins;

import io.jpod.api.Provider;
import io.jpod.api.ProviderKind;
import io.jpod.plugins.osgi.BundleHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.jar.JarFile;

/** Makes every provider of a jar once and asks it who it is. Runs what strangers wrote: in a process of its own. */
final class JarInspector {
    private final PluginLoader loader;
    private final Consumer<String> progress;

    /** @param progress told the name of each class before its object is made */
    JarInspector(PluginLoader loader, Consumer<String> progress) {
        this.loader = loader;
        this.progress = progress;
    }

    PluginRecord inspect(Path path) {
        JarFacts facts = JarFacts.NONE;
        try (JarFile jar = new JarFile(path.toFile())) {
            facts = JarFacts.read(jar);
            String level = Faults.ofLevel(facts.apiLevel());
            if (!level.isEmpty()) {
                return PluginRecord.broken(path, facts, level);
            }
            Map<ProviderKind, List<String>> services = JarFacts.services(jar);
            if (facts.isBundle()) {
                return bundle(path, facts, services);
            }
            if (services.isEmpty()) {
                return PluginRecord.broken(path, facts, "names no provider: it has no META-INF/services/io.jpod.api.…");
            }
            List<ProviderRecord> providers = new ArrayList<>();
            services.forEach((kind, classes) -> {
                for (String name : classes) {
                    providers.add(plain(path, kind, name));
                }
            });
            return new PluginRecord(
                    path, facts, providers.isEmpty() ? "names no provider in its META-INF/services" : "", providers);
        } catch (IOException | RuntimeException e) {
            return PluginRecord.broken(path, facts, "is no readable jar: " + e.getMessage());
        }
    }

    private ProviderRecord plain(Path path, ProviderKind kind, String className) {
        progress.accept(className);
        try {
            return ask(kind, className, loader.fromJar(path, kind, className));
        } catch (RuntimeException | LinkageError e) {
            return new ProviderRecord(kind, "", 0, className, Faults.text(e));
        }
    }

    private PluginRecord bundle(Path path, JarFacts facts, Map<ProviderKind, List<String>> services) {
        List<ProviderRecord> providers = new ArrayList<>();
        try {
            for (ProviderKind kind : ProviderKind.values()) {
                progress.accept("bundle " + facts.bundleName());
                for (BundleHost.Offer offer : loader.fromBundle(path, kind)) {
                    providers.add(ask(kind, offer.className(), loader.fence(path, kind, offer.provider())));
                }
            }
        } catch (RuntimeException | LinkageError e) {
            return new PluginRecord(path, facts, Faults.text(e), providers);
        }
        String fault = providers.isEmpty() ? loader.shortfall(path) : "";
        if (fault.isEmpty() && providers.isEmpty() && !services.isEmpty()) {
            fault = "its capabilities offer none of its services";
        }
        return new PluginRecord(path, facts, fault, providers);
    }

    private static ProviderRecord ask(ProviderKind kind, String className, Provider provider) {
        try {
            String id = provider.id();
            if (id == null || !Candidate.isValidId(id)) {
                return new ProviderRecord(kind, "", 0, className, "calls itself \"" + id + "\", which is no valid id");
            }
            if (Services.reserved(kind).contains(id)) {
                return new ProviderRecord(kind, id, 0, className, "the id " + id + " is a word of jpod's own");
            }
            int level = provider.apiLevel();
            return new ProviderRecord(kind, id, level, className, Faults.ofProvider(level));
        } catch (RuntimeException | LinkageError e) {
            return new ProviderRecord(kind, "", 0, className, Faults.text(e));
        }
    }
}
