package io.jpod.cli.format;

import io.jpod.api.JpodException;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The value of {@code --format}: {@code json}, or text with {@code {{.Field}}}, {@code {{.Field.Inner}}}, {@code {{json .Field}}} or
 * {@code {{.}}} in it, with {@code table} in front for headings. Anything else of Go's template language is refused by name.
 */
public final class Template {
    private record Part(String literal, String[] path, boolean json, String source) {}

    private final String command;
    private final List<Part> parts = new ArrayList<>();
    private final boolean table;

    private Template(String command, String text, boolean table) {
        this.command = command;
        this.table = table;
        parse(text);
    }

    /** True when the format asks for JSON and not for a template. */
    public static boolean isJson(String format) {
        String text = format.strip();
        return text.equals("json")
                || text.equals("{{json .}}")
                || text.equals("{{ json .}}")
                || text.equals("{{ json . }}");
    }

    /**
     * Reads a format.
     *
     * @param command name for error texts
     * @throws JpodException UNSUPPORTED for what is beyond fields
     */
    public static Template parse(String command, String format) {
        String text = format;
        if (text.strip().equals("table")) {
            throw JpodException.usage("template: " + command + ": a table needs fields, for example table {{.ID}}");
        }
        boolean table = text.stripLeading().startsWith("table ");
        if (table) {
            text = text.strip()
                    .substring(6)
                    .replace(' ', '\t')
                    .replace("{{\t", "{{")
                    .replace("\t}}", "}}")
                    .replace("{{json\t", "{{json ");
        }
        text = text.replace("\\t", "\t").replace("\\n", "\n").replace("\\r", "\r");
        text = withoutRange(text);
        return new Template(command, text.endsWith("\n") ? text : text + "\n", table);
    }

    /** {@code {{range .}}…{{end}}} around everything says what happens anyway. */
    private static String withoutRange(String text) {
        String start = "{{range .}}";
        if (!text.startsWith(start)) {
            return text;
        }
        for (String end : List.of("{{end}}", "{{end -}}")) {
            if (text.endsWith(end)) {
                return text.substring(start.length(), text.length() - end.length());
            }
        }
        return text;
    }

    /** True when headings are wanted. */
    public boolean isTable() {
        return table;
    }

    private void parse(String text) {
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf("{{", at);
            if (open < 0) {
                parts.add(new Part(text.substring(at), null, false, ""));
                return;
            }
            if (open > at) {
                parts.add(new Part(text.substring(at, open), null, false, ""));
            }
            int close = text.indexOf("}}", open);
            if (close < 0) {
                throw JpodException.usage("template: " + command + ": unclosed action");
            }
            action(text.substring(open + 2, close).strip());
            at = close + 2;
        }
    }

    private void action(String source) {
        boolean json = source.startsWith("json ");
        String path = json ? source.substring(5).strip() : source;
        if (path.equals(".")) {
            parts.add(new Part("", new String[0], json, source));
            return;
        }
        boolean simple = path.length() > 1 && path.charAt(0) == '.' && path.charAt(path.length() - 1) != '.';
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            simple &= c == '.' || c == '_' || Character.isLetterOrDigit(c);
        }
        if (!simple || path.indexOf("..") >= 0) {
            throw JpodException.unsupported(
                            "--format action {{" + source + "}} is not supported by this version of jpod")
                    .withRemedy("use {{.Field}}, {{json .Field}} or --format json with a program such as jq");
        }
        parts.add(new Part("", split(path.substring(1)), json, source));
    }

    private static String[] split(String path) {
        List<String> names = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= path.length(); i++) {
            if (i == path.length() || path.charAt(i) == '.') {
                names.add(path.substring(start, i));
                start = i + 1;
            }
        }
        return names.toArray(new String[0]);
    }

    /** One row, ended by a line end. */
    public String row(Fields fields) {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            if (part.path() == null) {
                out.append(part.literal());
            } else {
                Object value = value(fields, part);
                out.append(part.json() ? Values.json(value) : value == null ? absent(part) : Values.text(value));
            }
        }
        return out.toString();
    }

    /** How Go prints what JSON shows as null: an empty map, else an empty list. */
    private static String absent(Part part) {
        String name = part.path().length == 0 ? "" : part.path()[part.path().length - 1];
        switch (name) {
            case "Labels", "Annotations", "Volumes", "CgroupConf", "Data":
                return "map[]";
            default:
                return "[]";
        }
    }

    /**
     * The heading line.
     *
     * @param headings asked for the heading of a field
     */
    public String headings(Fields headings) {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            if (part.path() == null) {
                out.append(part.literal());
            } else if (part.path().length > 0) {
                String name = part.path()[part.path().length - 1];
                Object heading = headings.field(name);
                out.append(heading == Fields.MISSING ? heading(name) : heading);
            }
        }
        return out.toString();
    }

    /** {@code ImageID} becomes {@code IMAGE ID}. */
    static String heading(String name) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (i > 0 && Character.isUpperCase(c) && Character.isLowerCase(name.charAt(i - 1))) {
                out.append(' ');
            }
            out.append(Character.toUpperCase(c));
        }
        return out.toString();
    }

    private Object value(Fields fields, Part part) {
        Object at = fields;
        for (String name : part.path()) {
            at = step(at, name);
            if (at == Fields.MISSING) {
                throw JpodException.usage("template: " + command + ": executing " + '"' + command + '"' + " at <."
                        + String.join(".", part.path()) + ">: can't evaluate field " + name);
            }
        }
        return at;
    }

    private static Object step(Object at, String name) {
        if (at instanceof Fields fields) {
            return fields.field(name);
        }
        if (at instanceof JsonObject object) {
            return JsonFields.find(object, name);
        }
        if (at instanceof Map<?, ?> map) {
            return map.get(name);
        }
        return Fields.MISSING;
    }
}
