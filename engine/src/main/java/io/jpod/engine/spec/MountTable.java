package io.jpod.engine.spec;

import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The mounts of one container in the making: one per destination, later ordered so that parents come before children. */
final class MountTable {
    private final Map<String, JsonObject> entries = new LinkedHashMap<>();

    void put(String destination, String type, String source, List<String> options) {
        JsonObject mount = new JsonObject();
        mount.put("destination", destination).put("type", type).put("source", source);
        if (!options.isEmpty()) {
            mount.put("options", options);
        }
        String key = ContainerPath.clean(destination);
        entries.remove(key);
        entries.put(key, mount);
    }

    void put(String destination, String type, String source, String... options) {
        put(destination, type, source, Arrays.asList(options));
    }

    boolean has(String destination) {
        return entries.containsKey(ContainerPath.clean(destination));
    }

    void remove(String destination) {
        entries.remove(ContainerPath.clean(destination));
    }

    /** Removes everything below a directory, but not itself. */
    void removeBelow(String directory) {
        entries.keySet().removeIf(key -> key.startsWith(directory + "/"));
    }

    List<String> options(String destination) {
        JsonObject mount = entries.get(ContainerPath.clean(destination));
        return mount == null ? List.of() : mount.getStrings("options");
    }

    /** True when any mount has one of these options. */
    boolean anyOption(String first, String second) {
        for (JsonObject mount : entries.values()) {
            List<String> options = mount.getStrings("options");
            if (options.contains(first) || options.contains(second)) {
                return true;
            }
        }
        return false;
    }

    /** By number of path components, otherwise in the order in which they came. */
    List<Object> sorted() {
        List<Object> result = new ArrayList<>(entries.size());
        for (int depth = 0; result.size() < entries.size(); depth++) {
            for (Map.Entry<String, JsonObject> entry : entries.entrySet()) {
                if (depth(entry.getKey()) == depth) {
                    result.add(entry.getValue());
                }
            }
        }
        return result;
    }

    private static int depth(String destination) {
        int count = 0;
        for (int i = 0; i < destination.length(); i++) {
            if (destination.charAt(i) == '/' && destination.length() > 1) {
                count++;
            }
        }
        return count;
    }
}
