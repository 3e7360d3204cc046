package io.jpod.support.toml;

import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Puts one file's settings over those of the files before it. */
final class ConfigMerge {
    private ConfigMerge() {}

    static void merge(JsonObject base, JsonObject over) {
        for (String name : over.names()) {
            Object value = over.get(name);
            if (value instanceof JsonObject table && base.get(name) instanceof JsonObject known) {
                merge(known, table);
            } else if (name.equals("registry") && base.has(name) && value instanceof List) {
                base.put(name, registries(base.getObjects(name), over.getObjects(name)));
            } else {
                base.put(name, value);
            }
        }
    }

    private static List<Object> registries(List<JsonObject> base, List<JsonObject> over) {
        List<Object> result = new ArrayList<>();
        for (JsonObject old : base) {
            boolean replaced = false;
            for (JsonObject registry : over) {
                replaced |= prefix(registry).equals(prefix(old));
            }
            if (!replaced) {
                result.add(old);
            }
        }
        result.addAll(over);
        return result;
    }

    private static String prefix(JsonObject registry) {
        return registry.getString("prefix", registry.getString("location", ""));
    }
}
