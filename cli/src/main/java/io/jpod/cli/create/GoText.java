package io.jpod.cli.create;

import java.util.ArrayList;
import java.util.List;

/** Texts as Go's standard library words them, because scripts and people know them from podman. */
final class GoText {
    private GoText() {}

    /** A double-quoted text. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c == '\t') {
                out.append("\\t");
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    /** Why a text is no number of that width: {@code strconv.Atoi: parsing "x": invalid syntax}. */
    static String notANumber(String function, String text) {
        boolean digits = !text.isEmpty();
        for (int i = 0; i < text.length(); i++) {
            digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return function + ": parsing " + quote(text) + ": " + (digits ? "value out of range" : "invalid syntax");
    }

    /** Splits at every separator; keeps empty parts at the end, as Go does and Java does not. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>(4);
        int start = 0;
        while (true) {
            int end = text.indexOf(separator, start);
            if (end < 0) {
                parts.add(text.substring(start));
                return parts;
            }
            parts.add(text.substring(start, end));
            start = end + 1;
        }
    }
}
