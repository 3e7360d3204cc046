package io.jpod.cli.format;

import io.jpod.api.JpodException;
import java.util.ArrayList;
import java.util.List;

/**
 * The value of {@code --format}: {@code json}, or text with {@code {{.Field}}}, {@code {{.Field.Inner}}}, {@code {{json .Field}}} or
 * {@code {{.}}} in it, with {@code table} in front for headings. Anything else of Go's template language is left to {@link GoTemplate}.
 */
public final class Template {
    private record Part(String literal, String[] path, boolean json) {}

    private final String command;
    private final List<Part> parts = new ArrayList<>();
    private final boolean table;
    private final String end;
    /** Null for a template of fields only. */
    private GoTemplate whole;

    private Template(String command, String text, boolean table, String end) {
        this.command = command;
        this.table = table;
        this.end = end;
        if (!parse(text)) {
            whole = new GoTemplate(command, text);
        }
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
     * @throws JpodException USAGE for what is no template
     */
    public static Template parse(String command, String format) {
        String text = format;
        if (text.strip().equals("table")) {
            throw JpodException.usage("template: " + command + ": a table needs fields, for example table {{.ID}}");
        }
        boolean table = text.startsWith("table ");
        if (table) {
            text = text.strip().substring(6).replace(' ', '\t');
        }
        text = text.replace("\\t", "\t").replace("\\n", "\n").replace("\\r", "\r");
        String ranged = table ? null : insideRange(text);
        if (ranged != null) {
            // The line end that belongs to the format stands behind the last row, unless the format trims it.
            return new Template(command, ranged, false, text.endsWith("-}}") || text.endsWith("\n") ? "" : "\n");
        }
        return new Template(command, text.endsWith("\n") ? text : text + "\n", table, "");
    }

    /** What {@code {{range .}}…{{end}}} around everything stands around, which happens anyway; null when there is none. */
    private static String insideRange(String text) {
        for (String start : List.of("{{range .}}", "{{ range . }}", "{{range . }}", "{{ range .}}")) {
            if (!text.startsWith(start)) {
                continue;
            }
            for (String end : List.of("{{end}}", "{{end -}}", "{{ end }}", "{{ end -}}", "{{- end}}", "{{- end -}}")) {
                if (text.endsWith(end)) {
                    String inside = text.substring(start.length(), text.length() - end.length());
                    return end.startsWith("{{-") ? inside.stripTrailing() : inside;
                }
            }
        }
        return null;
    }

    /** True when headings are wanted. */
    public boolean isTable() {
        return table;
    }

    /** What stands behind the last row. */
    public String end() {
        return end;
    }

    /** False when there is more in it than texts and fields. */
    private boolean parse(String text) {
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf("{{", at);
            if (open < 0) {
                parts.add(new Part(text.substring(at), null, false));
                return true;
            }
            if (open > at) {
                parts.add(new Part(text.substring(at, open), null, false));
            }
            int close = text.indexOf("}}", open);
            if (close < 0 || !action(text.substring(open + 2, close).strip())) {
                return false;
            }
            at = close + 2;
        }
        return true;
    }

    private boolean action(String source) {
        boolean json = source.startsWith("json ") || source.startsWith("json\t");
        String path = json ? source.substring(5).strip() : source;
        if (path.equals(".")) {
            parts.add(new Part("", new String[0], json));
            return true;
        }
        boolean simple = path.length() > 1 && path.charAt(0) == '.' && path.charAt(path.length() - 1) != '.';
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            simple &= c == '.' || c == '_' || Character.isLetterOrDigit(c);
        }
        if (!simple || path.indexOf("..") >= 0) {
            return false;
        }
        parts.add(new Part("", split(path.substring(1)), json));
        return true;
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

    /** One row. */
    public String row(Fields fields) {
        if (whole != null) {
            return whole.run(fields);
        }
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            if (part.path() == null) {
                out.append(part.literal());
            } else {
                Object value = value(fields, part);
                out.append(part.json() ? Values.json(value) : Values.text(value));
            }
        }
        return out.toString();
    }

    /**
     * The heading line.
     *
     * @param headings asked for the heading of a field
     */
    public String headings(Fields headings) {
        if (whole != null) {
            return whole.run(new Headings(headings));
        }
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
            at = Members.of(at, name);
            if (at == Fields.MISSING) {
                throw JpodException.usage("template: " + command + ": executing " + '"' + command + '"' + " at <."
                        + String.join(".", part.path()) + ">: can't evaluate field " + name);
            }
        }
        return at;
    }
}
