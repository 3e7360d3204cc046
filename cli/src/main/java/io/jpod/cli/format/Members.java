package io.jpod.cli.format;

import io.jpod.support.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code .Name} means for a value. JSON does not say which of its objects are maps, which texts are times and what a null is; the names of
 * podman's fields do.
 */
final class Members {
    private Members() {}

    /** The member, or {@link Fields#MISSING} when values of this kind have no such field. */
    static Object of(Object at, String name) {
        if (at instanceof JsonObject object) {
            return typed(JsonFields.find(object, name), name);
        }
        if (at instanceof JsonFields document) {
            return typed(document.field(name), name);
        }
        if (at instanceof Fields row) {
            Object value = row.field(name);
            return value == null ? nothing(name) : value;
        }
        if (at instanceof Map<?, ?> map) {
            return map.containsKey(name) ? typed(map.get(name), "") : Nil.ABSENT;
        }
        return at == Nil.MAP ? Nil.ABSENT : Fields.MISSING;
    }

    private static Object typed(Object value, String name) {
        if (value == Fields.MISSING) {
            return OmittedFields.zero(name);
        }
        if (value == null) {
            return nothing(name);
        }
        if (value instanceof JsonObject object && isMap(name)) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (String key : object.names()) {
                map.put(key, object.get(key));
            }
            return map;
        }
        if (value instanceof String text && isTime(name) && GoTime.isTime(text)) {
            return new GoTime(text);
        }
        return value;
    }

    private static Nil nothing(String name) {
        if (isMap(name)) {
            return Nil.MAP;
        }
        switch (name) {
            case "HealthCheck", "Healthcheck", "Health", "SizeRw", "SizeRootFs", "Config", "GraphDriver", "RootFS":
                return Nil.POINTER;
            default:
                return Nil.LIST;
        }
    }

    private static boolean isMap(String name) {
        switch (name) {
            case "Labels", "Annotations", "annotations", "Volumes", "CgroupConf", "Data", "ExposedPorts", "Ports":
            case "PortBindings", "Networks", "Sysctls", "StorageOpt", "Options", "LogOpts", "Registries":
                return true;
            default:
                return false;
        }
    }

    private static boolean isTime(String name) {
        switch (name) {
            case "Created", "StartedAt", "FinishedAt", "CheckpointedAt", "RestoredAt", "CreatedAt":
                return true;
            default:
                return false;
        }
    }
}
