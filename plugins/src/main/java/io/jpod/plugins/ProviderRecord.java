package io.jpod.plugins;

import io.jpod.api.ProviderKind;
import io.jpod.support.json.JsonObject;

/**
 * What was found out about one provider of a plug-in. Immutable.
 *
 * @param id empty when the provider could not be asked
 * @param apiLevel that it was built for, 0 when it could not be asked
 * @param className of the implementation; empty for a service that a bundle registers
 * @param fault why it cannot be used, or the empty string
 */
public record ProviderRecord(ProviderKind kind, String id, int apiLevel, String className, String fault) {
    JsonObject toJson() {
        return new JsonObject()
                .put("kind", kind.name())
                .putNonEmpty("id", id)
                .putNonEmpty("level", apiLevel)
                .putNonEmpty("class", className)
                .putNonEmpty("fault", fault);
    }

    static ProviderRecord fromJson(JsonObject json) {
        return new ProviderRecord(
                ProviderKind.valueOf(json.getString("kind", "")),
                json.getString("id", ""),
                json.getInt("level", 0),
                json.getString("class", ""),
                json.getString("fault", ""));
    }
}
