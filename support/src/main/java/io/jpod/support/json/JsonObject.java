package io.jpod.support.json;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A JSON object. Values are String, Long, Double, Boolean, {@link JsonObject}, {@code List<Object>} of these, {@link RawJson}, or null. Getters
 * with a fallback return it when the member is missing or null, and throw INTERNAL when it has another type.
 */
public final class JsonObject {
    private final Map<String, Object> members = new LinkedHashMap<>();

    /** Sets a member; Integer and Map arguments are converted, null removes. */
    public JsonObject put(String name, Object value) {
        if (value == null) {
            members.remove(name);
        } else {
            members.put(name, convert(value));
        }
        return this;
    }

    /** Sets a member unless the value says nothing: null, false, zero, an empty text, list or map. */
    public JsonObject putNonEmpty(String name, Object value) {
        boolean nothing = value == null
                || value instanceof Boolean flag && !flag
                || value instanceof Number number && number.doubleValue() == 0
                || value instanceof String text && text.isEmpty()
                || value instanceof Collection<?> items && items.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty();
        return nothing ? this : put(name, value);
    }

    /** Sets a member to JSON's null. */
    public JsonObject putNull(String name) {
        members.put(name, null);
        return this;
    }

    public Set<String> names() {
        return members.keySet();
    }

    public boolean has(String name) {
        return members.get(name) != null;
    }

    public Object get(String name) {
        return members.get(name);
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    public String getString(String name, String fallback) {
        Object value = members.get(name);
        if (value == null) {
            return fallback;
        }
        return value instanceof String text ? text : mismatch(name, "string");
    }

    public long getLong(String name, long fallback) {
        Object value = members.get(name);
        if (value == null) {
            return fallback;
        }
        return value instanceof Long number ? number : JsonObject.<Long>mismatch(name, "integer");
    }

    public int getInt(String name, int fallback) {
        return (int) getLong(name, fallback);
    }

    public double getDouble(String name, double fallback) {
        Object value = members.get(name);
        if (value == null) {
            return fallback;
        }
        return value instanceof Number number ? number.doubleValue() : JsonObject.<Double>mismatch(name, "number");
    }

    public boolean getBoolean(String name, boolean fallback) {
        Object value = members.get(name);
        if (value == null) {
            return fallback;
        }
        return value instanceof Boolean flag ? flag : JsonObject.<Boolean>mismatch(name, "boolean");
    }

    /** The member, or a new empty object that is not attached. */
    public JsonObject getObject(String name) {
        Object value = members.get(name);
        if (value == null) {
            return new JsonObject();
        }
        return value instanceof JsonObject object ? object : mismatch(name, "object");
    }

    /** The member, or an empty list. */
    @SuppressWarnings("unchecked")
    public List<Object> getList(String name) {
        Object value = members.get(name);
        if (value == null) {
            return List.of();
        }
        return value instanceof List ? (List<Object>) value : mismatch(name, "array");
    }

    public List<String> getStrings(String name) {
        List<String> result = new ArrayList<>();
        for (Object item : getList(name)) {
            result.add(item instanceof String text ? text : mismatch(name, "array of strings"));
        }
        return result;
    }

    public List<JsonObject> getObjects(String name) {
        List<JsonObject> result = new ArrayList<>();
        for (Object item : getList(name)) {
            result.add(item instanceof JsonObject object ? object : mismatch(name, "array of objects"));
        }
        return result;
    }

    /** The member as a map of strings. */
    public Map<String, String> getStringMap(String name) {
        Map<String, String> result = new LinkedHashMap<>();
        JsonObject object = getObject(name);
        for (String key : object.names()) {
            result.put(key, object.getString(key, ""));
        }
        return result;
    }

    private static <T> T mismatch(String name, String expected) {
        throw new JpodException(ErrorCode.INTERNAL, "JSON member " + name + " is not of type " + expected);
    }

    static Object convert(Object value) {
        if (value instanceof Integer number) {
            return number.longValue();
        }
        if (value instanceof Map<?, ?> map) {
            JsonObject object = new JsonObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                object.put((String) entry.getKey(), entry.getValue());
            }
            return object;
        }
        if (value instanceof Iterable<?> items) {
            List<Object> list = new ArrayList<>();
            for (Object item : items) {
                list.add(item == null ? null : convert(item));
            }
            return list;
        }
        if (value instanceof String || value instanceof Long || value instanceof Double || value instanceof Boolean) {
            return value;
        }
        if (value instanceof JsonObject || value instanceof RawJson) {
            return value;
        }
        throw new JpodException(ErrorCode.INTERNAL, "no JSON form for " + value.getClass());
    }
}
