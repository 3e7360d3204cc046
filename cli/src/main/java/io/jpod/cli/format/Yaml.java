package io.jpod.cli.format;

import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Writes documents as podman's {@code info} does: YAML with sorted members, lists at their parent's indentation. */
public final class Yaml {
    private final StringBuilder out = new StringBuilder();

    private Yaml() {}

    /** The whole text, each line ended. */
    public static String text(JsonObject document) {
        Yaml yaml = new Yaml();
        yaml.members(document, 0, 0);
        return yaml.out.toString();
    }

    /**
     * @param started how many blanks of the first line are there already
     */
    private void members(JsonObject object, int indent, int started) {
        List<String> names = new ArrayList<>(object.names());
        Collections.sort(names);
        int present = started;
        for (String name : names) {
            blanks(indent - present);
            present = 0;
            out.append(name).append(':');
            value(object.get(name), indent);
        }
    }

    private void value(Object value, int indent) {
        if (value instanceof JsonObject object) {
            if (object.isEmpty()) {
                out.append(" {}\n");
            } else {
                out.append('\n');
                members(object, indent + 2, 0);
            }
        } else if (value instanceof List<?> list) {
            list(list, indent);
        } else {
            out.append(' ');
            scalar(value, indent);
            out.append('\n');
        }
    }

    private void list(List<?> list, int indent) {
        if (list.isEmpty()) {
            out.append(" []\n");
            return;
        }
        out.append('\n');
        for (Object item : list) {
            blanks(indent);
            out.append("- ");
            if (item instanceof JsonObject object && !object.isEmpty()) {
                members(object, indent + 2, indent + 2);
            } else {
                scalar(item, indent);
                out.append('\n');
            }
        }
    }

    private void scalar(Object value, int indent) {
        if (!(value instanceof String text)) {
            out.append(value);
            return;
        }
        if (text.indexOf('\n') >= 0) {
            out.append("|-");
            for (String line : text.stripTrailing().split("\n", -1)) {
                out.append('\n');
                blanks(indent + 2);
                out.append(line);
            }
            return;
        }
        out.append(plain(text) ? text : quoted(text));
    }

    private static String quoted(String text) {
        boolean number = !text.isEmpty() && (Character.isDigit(text.charAt(0)) || isWord(text));
        return text.isEmpty() || number ? '"' + text + '"' : "'" + text.replace("'", "''") + "'";
    }

    private static boolean isWord(String text) {
        switch (text) {
            case "true", "false", "yes", "no", "on", "off", "null", "~", "y", "n":
                return true;
            default:
                return false;
        }
    }

    private static boolean plain(String text) {
        if (text.isEmpty() || isWord(text) || text.endsWith(":") || text.contains(": ") || text.contains(" #")) {
            return false;
        }
        if ("-?:,[]{}#&*!|>'\"%@` ".indexOf(text.charAt(0)) >= 0 || text.endsWith(" ")) {
            return false;
        }
        boolean number = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            number &= c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e';
        }
        return !number || text.indexOf('.') != text.lastIndexOf('.');
    }

    private void blanks(int count) {
        for (int i = 0; i < count; i++) {
            out.append(' ');
        }
    }
}
