package io.jpod.image.trust;

import io.jpod.api.JpodException;
import io.jpod.support.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;

/** The part of YAML that {@code registries.d} uses: tables in tables by indentation, and scalars. Anything else is refused. */
final class PlainYaml {
    private PlainYaml() {}

    /** @throws JpodException USAGE naming the line */
    static JsonObject parse(String text) {
        JsonObject root = new JsonObject();
        Deque<JsonObject> tables = new ArrayDeque<>();
        Deque<Integer> indents = new ArrayDeque<>();
        tables.push(root);
        indents.push(-1);
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String content = withoutComment(line).stripTrailing();
            if (content.isBlank() || content.equals("---")) {
                continue;
            }
            int indent = content.length() - content.stripLeading().length();
            while (indents.peek() >= indent) {
                indents.pop();
                tables.pop();
            }
            String body = content.strip();
            int colon = separator(body);
            if (colon < 0 || body.startsWith("- ") || body.startsWith("{") || content.indexOf('\t') >= 0) {
                throw JpodException.usage("line " + number + ": expected \"name: value\"");
            }
            String name = unquoted(body.substring(0, colon).strip());
            String value = body.substring(colon + 1).strip();
            if (value.isEmpty() || value.equals("{}")) {
                JsonObject table = new JsonObject();
                tables.peek().put(name, table);
                tables.push(table);
                indents.push(indent);
            } else {
                tables.peek().put(name, unquoted(value));
            }
        }
        return root;
    }

    /** The colon that ends a key: followed by a blank or nothing, and outside quotes. */
    private static int separator(String body) {
        char quote = 0;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (i == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == ':' && (i == body.length() - 1 || body.charAt(i + 1) == ' ')) {
                return i;
            }
        }
        return -1;
    }

    private static String withoutComment(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '#' && (i == 0 || line.charAt(i - 1) == ' ' || line.charAt(i - 1) == '\t')) {
                return line.substring(0, i);
            }
        }
        return line;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
