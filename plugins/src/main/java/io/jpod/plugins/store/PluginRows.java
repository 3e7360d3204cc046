package io.jpod.plugins.store;

import io.jpod.api.Availability;
import io.jpod.api.ProviderKind;
import io.jpod.api.host.HostFacts;
import io.jpod.plugins.Candidate;
import io.jpod.plugins.Catalog;
import io.jpod.plugins.PluginRecord;
import io.jpod.plugins.Plugins;
import io.jpod.plugins.ProviderRecord;
import io.jpod.plugins.Services;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plug-ins as listings and inspections show them. */
final class PluginRows {
    private final Plugins plugins;
    private final Catalog catalog;

    PluginRows(Plugins plugins, Catalog catalog) {
        this.plugins = plugins;
        this.catalog = catalog;
    }

    /** One row for each provider; a jar without any has one row. */
    List<JsonObject> all() {
        List<JsonObject> rows = new ArrayList<>();
        for (PluginRecord record : plugins.records()) {
            if (record.providers().isEmpty()) {
                rows.add(row(record, "", "", 0, record.fault()));
            }
            for (ProviderRecord provider : record.providers()) {
                rows.add(row(
                        record,
                        Services.word(provider.kind()),
                        provider.id(),
                        provider.apiLevel(),
                        fault(record, provider)));
            }
        }
        return rows;
    }

    /** The distribution's own, in the same form. */
    List<JsonObject> builtin() {
        List<JsonObject> rows = new ArrayList<>();
        for (ProviderKind kind : ProviderKind.values()) {
            for (Candidate candidate : catalog.builtin(kind)) {
                rows.add(new JsonObject()
                        .put("Name", candidate.id())
                        .put("Kind", Services.word(kind))
                        .put("ID", candidate.id())
                        .put("Version", "")
                        .put("ApiLevel", candidate.apiLevel())
                        .put("Source", candidate.origin())
                        .put("State", "built-in")
                        .put("Reason", "")
                        .put("Enabled", true)
                        .put("Description", ""));
            }
        }
        return rows;
    }

    private JsonObject row(PluginRecord record, String kind, String id, int level, String fault) {
        boolean disabled = plugins.disabled().contains(record.path());
        String state = disabled ? "disabled" : fault.isEmpty() ? "enabled" : "broken";
        return new JsonObject()
                .put("Name", record.name())
                .put("Kind", kind.isEmpty() && fault.isEmpty() ? "library" : kind)
                .put("ID", id)
                .put("Version", record.facts().version())
                .put("ApiLevel", level == 0 ? record.facts().apiLevel() : level)
                .put("Source", record.path().toString())
                .put("State", state)
                .put("Reason", fault)
                .put("Enabled", !disabled && fault.isEmpty())
                .put("Description", record.facts().description());
    }

    /** What is wrong with a provider: its own fault, its jar's, or that another has its id. */
    private String fault(PluginRecord record, ProviderRecord provider) {
        if (!provider.fault().isEmpty()) {
            return provider.className() + " " + provider.fault();
        }
        if (!record.fault().isEmpty()) {
            return record.fault();
        }
        return candidate(record, provider)
                .filter(found -> !plugins.disabled().contains(record.path()))
                .flatMap(Candidate::knownFault)
                .orElse("");
    }

    private Optional<Candidate> candidate(PluginRecord record, ProviderRecord provider) {
        for (Candidate candidate : catalog.all(provider.kind())) {
            if (candidate.id().equals(provider.id())
                    && candidate.origin().equals(record.path().toString())) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Everything about one plug-in; its providers are asked whether they can work here. */
    JsonObject document(PluginRecord record, String sha256, HostFacts host) {
        List<JsonObject> providers = new ArrayList<>();
        for (ProviderRecord provider : record.providers()) {
            String fault = fault(record, provider);
            JsonObject json = new JsonObject()
                    .put("Kind", Services.word(provider.kind()))
                    .put("ID", provider.id())
                    .put("ApiLevel", provider.apiLevel())
                    .put("Class", provider.className())
                    .put("Fault", fault);
            Optional<Candidate> candidate = candidate(record, provider);
            if (fault.isEmpty()
                    && candidate.isPresent()
                    && candidate.get().knownFault().isEmpty()) {
                boolean usable = true;
                if (candidate.get().probe(host) instanceof Availability.Unusable unusable) {
                    usable = false;
                    json.put("Reason", unusable.reason()).put("Remedy", unusable.remedy());
                }
                json.put("Usable", usable);
            }
            providers.add(json);
        }
        boolean disabled = plugins.disabled().contains(record.path());
        return new JsonObject()
                .put("Id", sha256)
                .put("Name", record.name())
                .put("Enabled", !disabled && record.fault().isEmpty())
                .put("PluginReference", record.path().toString())
                .put("Version", record.facts().version())
                .put("Description", record.facts().description())
                .put("Format", record.facts().isBundle() ? "bundle" : "jar")
                .put("BundleName", record.facts().bundleName())
                .put("ApiLevel", record.facts().apiLevel())
                .put("Sha256", sha256)
                .put("Fault", record.fault())
                .put("Providers", providers);
    }
}
