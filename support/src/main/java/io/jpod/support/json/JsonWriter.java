package io.jpod.support.json;

import java.util.List;

/** Appends JSON to a text. Escapes as Go's encoding/json does without HTML escaping. */
final class JsonWriter {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out;
    private final String indent;

    JsonWriter(StringBuilder out, String indent) {
        this.out = out;
        this.indent = indent;
    }

    void value(Object raw, int depth) {
        Object value = raw == null ? null : JsonObject.convert(raw);
        if (value instanceof String text) {
            string(text);
        } else if (value instanceof JsonObject object) {
            object(object, depth);
        } else if (value instanceof List<?> list) {
            list(list, depth);
        } else if (value instanceof Double number) {
            number(number);
        } else if (value instanceof RawJson prepared) {
            out.append(prepared.text());
        } else {
            out.append(value);
        }
    }

    private void object(JsonObject object, int depth) {
        out.append('{');
        String separator = "";
        for (String name : object.names()) {
            out.append(separator);
            newLine(depth + 1);
            string(name);
            out.append(indent.isEmpty() ? ":" : ": ");
            value(object.get(name), depth + 1);
            separator = ",";
        }
        if (!object.isEmpty()) {
            newLine(depth);
        }
        out.append('}');
    }

    private void list(List<?> list, int depth) {
        out.append('[');
        String separator = "";
        for (Object item : list) {
            out.append(separator);
            newLine(depth + 1);
            value(item, depth + 1);
            separator = ",";
        }
        if (!list.isEmpty()) {
            newLine(depth);
        }
        out.append(']');
    }

    private void newLine(int depth) {
        if (!indent.isEmpty()) {
            out.append('\n');
            for (int i = 0; i < depth; i++) {
                out.append(indent);
            }
        }
    }

    private void number(double number) {
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            out.append((long) number);
        } else {
            out.append(number);
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x2028 || c == 0x2029) {
                        out.append("\\u")
                                .append(HEX[c >> 12])
                                .append(HEX[c >> 8 & 15])
                                .append(HEX[c >> 4 & 15])
                                .append(HEX[c & 15]);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
