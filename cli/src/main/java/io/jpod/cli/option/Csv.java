package io.jpod.cli.option;

import io.jpod.api.JpodException;
import java.util.ArrayList;
import java.util.List;

/** One line of comma-separated values (RFC 4180), as lists on the command line are. */
public final class Csv {
    private final String text;
    private final List<String> fields = new ArrayList<>();
    private int at;

    private Csv(String text) {
        this.text = text;
    }

    /**
     * The fields; none for an empty text.
     *
     * @throws JpodException USAGE for a quote out of place
     */
    public static List<String> fields(String text) {
        Csv csv = new Csv(text);
        if (!text.isEmpty()) {
            csv.read();
        }
        return csv.fields;
    }

    private void read() {
        while (true) {
            fields.add(at < text.length() && text.charAt(at) == '"' ? quoted() : bare());
            if (at >= text.length()) {
                return;
            }
            at++;
        }
    }

    private String bare() {
        int comma = text.indexOf(',', at);
        int end = comma < 0 ? text.length() : comma;
        String field = text.substring(at, end);
        int quote = field.indexOf('"');
        if (quote >= 0) {
            throw error(at + quote + 1, "bare \" in non-quoted field");
        }
        at = end;
        return field;
    }

    private String quoted() {
        StringBuilder field = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                field.append(c);
            } else if (at < text.length() && text.charAt(at) == '"') {
                field.append('"');
                at++;
            } else if (at == text.length() || text.charAt(at) == ',') {
                return field.toString();
            } else {
                throw error(at, "extraneous or missing \" in quoted-field");
            }
        }
        throw error(at + 1, "extraneous or missing \" in quoted-field");
    }

    private static JpodException error(int column, String what) {
        return JpodException.usage("parse error on line 1, column " + column + ": " + what);
    }
}
