package io.jpod.cli.option;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A command's options as text, one a line:
 *
 * <pre>NAME[,LETTER[,ALIAS…]] [MARK/]KIND[=DEFAULT] DESCRIPTION</pre>
 *
 * LETTER may be {@code -} for none. KIND is a word of {@link OptionKind}, MARK one of {@link OptionSpec#mark}. A name in back quotes in
 * the description stands for the value in help.
 */
public final class OptionTable {
    /** No options but help. */
    public static final OptionTable NONE = new OptionTable("");

    private final String text;
    private volatile Map<String, Integer> lines;

    public OptionTable(String text) {
        this.text = text;
    }

    /** The option of that long name or alias, or null. */
    OptionSpec byName(String name) {
        if (lines == null) {
            lines = index();
        }
        Integer start = lines.get(name);
        return start == null ? null : parse(start, lineEnd(start));
    }

    /** Where the line of each name and alias begins. A create asks for each of 150 options, in code that is not compiled yet. */
    private Map<String, Integer> index() {
        Map<String, Integer> result = new HashMap<>(512);
        int start = 0;
        while (start < text.length()) {
            int at = start;
            int field = 0;
            int from = start;
            while (true) {
                char c = text.charAt(at);
                if (c == ',' || c == ' ') {
                    if (field != 1) {
                        result.putIfAbsent(text.substring(from, at), start);
                    }
                    if (c == ' ') {
                        break;
                    }
                    field++;
                    from = at + 1;
                }
                at++;
            }
            start = lineEnd(at) + 1;
        }
        return result;
    }

    /** The option of that letter, or null. */
    OptionSpec byLetter(char letter) {
        int start = 0;
        while (start < text.length()) {
            int end = lineEnd(start);
            int blank = text.indexOf(' ', start);
            int comma = text.indexOf(',', start);
            if (letter != '-' && comma > 0 && comma < blank && text.charAt(comma + 1) == letter) {
                return parse(start, end);
            }
            start = end + 1;
        }
        return null;
    }

    /** All options in the order of the table. */
    public List<OptionSpec> all() {
        List<OptionSpec> result = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = lineEnd(start);
            result.add(parse(start, end));
            start = end + 1;
        }
        return result;
    }

    private int lineEnd(int start) {
        int end = text.indexOf('\n', start);
        return end < 0 ? text.length() : end;
    }

    private OptionSpec parse(int start, int end) {
        int blank = text.indexOf(' ', start);
        int second = text.indexOf(' ', blank + 1);
        if (blank < 0 || blank > end) {
            throw new IllegalStateException("malformed option line: " + text.substring(start, end));
        }
        int kindEnd = second < 0 || second > end ? end : second;
        String names = text.substring(start, blank);
        String kind = text.substring(blank + 1, kindEnd);
        String description = kindEnd == end ? "" : text.substring(kindEnd + 1, end);
        int slash = kind.indexOf('/');
        int equals = kind.indexOf('=');
        String mark = slash > 0 && (equals < 0 || slash < equals) ? kind.substring(0, slash) : "";
        String word = kind.substring(mark.isEmpty() ? 0 : slash + 1, equals < 0 ? kind.length() : equals);
        String fallback = equals < 0 ? "" : kind.substring(equals + 1);
        int comma = names.indexOf(',');
        String name = comma < 0 ? names : names.substring(0, comma);
        char letter = comma < 0 ? 0 : names.charAt(comma + 1);
        String aliases = comma < 0 || comma + 3 > names.length() ? "" : names.substring(comma + 3);
        return new OptionSpec(
                name, letter == '-' ? 0 : letter, aliases, OptionKind.of(word), mark, fallback, description);
    }
}
