package io.jpod.support.json;

import java.nio.charset.StandardCharsets;

/** Reads and writes whole documents. */
public final class Json {
    private Json() {}

    /**
     * Parses a document.
     *
     * @throws io.jpod.api.JpodException EXTERNAL with line and column when the text is not JSON; nesting is limited to 200
     */
    public static Object parse(String text) {
        return new JsonReader(text.getBytes(StandardCharsets.UTF_8), "").document();
    }

    /** Parses a document that must be an object. */
    public static JsonObject parseObject(String text) {
        return parseObject(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Parses UTF-8 bytes that must be an object. */
    public static JsonObject parseObject(byte[] utf8) {
        return new JsonReader(utf8, "").object();
    }

    /**
     * As {@link #parseObject(byte[])}, but for one member that is seldom asked for: when it is an object or an array, its value is a
     * {@link RawJson} that is checked for balanced brackets only.
     */
    public static JsonObject parseDeferring(byte[] utf8, String member) {
        return new JsonReader(utf8, member).object();
    }

    /** The shortest form. */
    public static String compact(Object value) {
        StringBuilder out = new StringBuilder(512);
        new JsonWriter(out, "").value(value, 0);
        return out.toString();
    }

    /**
     * One member per line.
     *
     * @param indent for one level, such as four blanks
     */
    public static String pretty(Object value, String indent) {
        StringBuilder out = new StringBuilder(2048);
        new JsonWriter(out, indent).value(value, 0);
        return out.toString();
    }
}
