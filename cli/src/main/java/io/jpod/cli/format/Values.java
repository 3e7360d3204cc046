package io.jpod.cli.format;

import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Prints values as Go's {@code %v} does. */
final class Values {
    private Values() {}

    static String text(Object value) {
        if (value == null) {
            return "[]";
        }
        if (value instanceof Nil nil) {
            return nil.text();
        }
        if (value instanceof List<?> list) {
            StringBuilder out = new StringBuilder("[");
            for (Object item : list) {
                out.append(out.length() > 1 ? " " : "").append(text(item));
            }
            return out.append(']').toString();
        }
        if (value instanceof Map<?, ?> map) {
            List<String> keys = new ArrayList<>();
            for (Object key : map.keySet()) {
                keys.add((String) key);
            }
            Collections.sort(keys);
            StringBuilder out = new StringBuilder("map[");
            for (String key : keys) {
                out.append(out.length() > 4 ? " " : "").append(key).append(':').append(text(map.get(key)));
            }
            return out.append(']').toString();
        }
        if (value instanceof JsonObject object) {
            return object(object);
        }
        if (value instanceof Fields fields) {
            return text(fields.json());
        }
        if (value instanceof GoTime time) {
            return time.text();
        }
        if (value instanceof Double real && real == Math.rint(real) && Math.abs(real) < 1e15) {
            return Long.toString(real.longValue());
        }
        return value.toString();
    }

    private static String object(JsonObject object) {
        List<String> keys = new ArrayList<>(object.names());
        Collections.sort(keys);
        StringBuilder out = new StringBuilder("map[");
        for (String key : keys) {
            out.append(out.length() > 4 ? " " : "").append(key).append(':').append(text(object.get(key)));
        }
        return out.append(']').toString();
    }

    static String json(Object value) {
        if (value instanceof Nil) {
            return "null";
        }
        if (value instanceof GoTime time) {
            return Json.compact(time.source());
        }
        return Json.compact(value instanceof Fields fields ? fields.json() : value);
    }
}
