package io.jpod.plugins;

import io.jpod.support.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was found out about one jar in a plug-in folder, without which its classes would have to be loaded. Immutable. */
public final class PluginRecord {
    private static final String SUFFIX = ".jar";

    private final Path path;
    private final JarFacts facts;
    private final String fault;
    private final List<ProviderRecord> providers;

    PluginRecord(Path path, JarFacts facts, String fault, List<ProviderRecord> providers) {
        this.path = path;
        this.facts = facts;
        this.fault = fault;
        this.providers = List.copyOf(providers);
    }

    static PluginRecord broken(Path path, JarFacts facts, String fault) {
        return new PluginRecord(path, facts, fault, List.of());
    }

    public Path path() {
        return path;
    }

    /** The file's name without {@code .jar}; what the {@code plugin} commands call it. */
    public String name() {
        String file = path.getFileName().toString();
        return file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
    }

    /** What its manifest says. */
    public JarFacts facts() {
        return facts;
    }

    /** Why the whole jar cannot be used, or the empty string. */
    public String fault() {
        return fault;
    }

    public List<ProviderRecord> providers() {
        return providers;
    }

    JsonObject toJson() {
        List<JsonObject> all = new ArrayList<>();
        for (ProviderRecord provider : providers) {
            all.add(provider.toJson());
        }
        return new JsonObject()
                .put("path", path.toString())
                .put("facts", facts.toJson())
                .putNonEmpty("fault", fault)
                .put("providers", all);
    }

    static PluginRecord fromJson(JsonObject json) {
        List<ProviderRecord> providers = new ArrayList<>();
        for (JsonObject provider : json.getObjects("providers")) {
            providers.add(ProviderRecord.fromJson(provider));
        }
        return new PluginRecord(
                Path.of(json.getString("path", "")),
                JarFacts.fromJson(json.getObject("facts")),
                json.getString("fault", ""),
                providers);
    }
}
