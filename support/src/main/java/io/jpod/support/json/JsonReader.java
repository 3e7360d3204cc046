package io.jpod.support.json;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses one document (RFC 8259). Integers that fit become Long, other numbers Double. Works on bytes: most of what is read is read
 * once, before anything is compiled, and an array is ten times as fast then as a text asked for each of its characters.
 */
final class JsonReader {
    private static final int MAX_DEPTH = 200;

    private final byte[] text;
    private final String deferred;
    private int at;
    private int depth;

    /**
     * @param utf8 the document; what is not UTF-8 is read as U+FFFD
     * @param deferred the name of a member of the document whose value stays text, see {@link RawJson}; empty for none
     */
    JsonReader(byte[] utf8, String deferred) {
        this.text = utf8;
        this.deferred = deferred;
    }

    private String text(int start, int end) {
        return new String(text, start, end - start, StandardCharsets.UTF_8);
    }

    Object document() {
        Object value = value();
        blanks();
        if (at < text.length) {
            throw error("unexpected text after the document");
        }
        return value;
    }

    JsonObject object() {
        if (document() instanceof JsonObject object) {
            return object;
        }
        throw error("not an object");
    }

    private Object value() {
        blanks();
        char c = peek();
        switch (c) {
            case '{':
                return members();
            case '[':
                return items();
            case '"':
                return string();
            case 't':
                return word("true", Boolean.TRUE);
            case 'f':
                return word("false", Boolean.FALSE);
            case 'n':
                return word("null", null);
            default:
                return number();
        }
    }

    private JsonObject members() {
        enter();
        JsonObject object = new JsonObject();
        at++;
        blanks();
        if (peek() == '}') {
            at++;
            depth--;
            return object;
        }
        while (true) {
            blanks();
            if (peek() != '"') {
                throw error("expected a member name");
            }
            String name = string();
            blanks();
            expect(':');
            Object value = depth == 1 && name.equals(deferred) ? raw() : value();
            if (value == null) {
                object.putNull(name);
            } else {
                object.put(name, value);
            }
            blanks();
            if (peek() == ',') {
                at++;
                continue;
            }
            expect('}');
            depth--;
            return object;
        }
    }

    /** Passes over a value: an object or an array to its end, anything else as usual. */
    private Object raw() {
        blanks();
        int start = at;
        if (peek() != '{' && peek() != '[') {
            return value();
        }
        byte[] bytes = text;
        int open = 0;
        boolean quoted = false;
        for (int i = start; i < bytes.length; i++) {
            byte c = bytes[i];
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                open++;
            } else if ((c == '}' || c == ']') && --open == 0) {
                at = i + 1;
                return new RawJson(text(start, at));
            }
        }
        at = bytes.length;
        throw error("unexpected end");
    }

    private List<Object> items() {
        enter();
        List<Object> list = new ArrayList<>();
        at++;
        blanks();
        if (peek() == ']') {
            at++;
            depth--;
            return list;
        }
        while (true) {
            list.add(value());
            blanks();
            if (peek() == ',') {
                at++;
                continue;
            }
            expect(']');
            depth--;
            return list;
        }
    }

    private String string() {
        at++;
        int start = at;
        byte[] bytes = text;
        for (int i = start; i < bytes.length; i++) {
            byte c = bytes[i];
            if (c == '"') {
                at = i + 1;
                return text(start, i);
            }
            if (c == '\\') {
                at = i;
                return escaped(start);
            }
            if (c >= 0 && c < 0x20) {
                at = i;
                throw error("control character in a string");
            }
        }
        at = bytes.length;
        throw error("string without end");
    }

    private String escaped(int start) {
        StringBuilder out = new StringBuilder(text(start, at));
        int plain = at;
        while (at < text.length) {
            byte c = text[at];
            if (c == '"' || c == '\\') {
                out.append(text(plain, at));
                at++;
                if (c == '"') {
                    return out.toString();
                }
                escape(out);
                plain = at;
            } else if (c >= 0 && c < 0x20) {
                at++;
                throw error("control character in a string");
            } else {
                at++;
            }
        }
        throw error("string without end");
    }

    private void escape(StringBuilder out) {
        char escape = peek();
        at++;
        switch (escape) {
            case '"', '\\', '/' -> out.append(escape);
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'u' -> out.append(unicode());
            default -> throw error("unknown escape \\" + escape);
        }
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw error("malformed \\u escape");
            }
            code = code << 4 | digit;
            at++;
        }
        return (char) code;
    }

    private Object number() {
        int start = at;
        if (at < text.length && text[at] == '-') {
            at++;
        }
        int first = at;
        digits();
        if (text[first] == '0' && at - first > 1) {
            throw error("number with a leading zero");
        }
        boolean integer = true;
        if (at < text.length && text[at] == '.') {
            at++;
            digits();
            integer = false;
        }
        if (at < text.length && (text[at] == 'e' || text[at] == 'E')) {
            at++;
            if (at < text.length && (text[at] == '+' || text[at] == '-')) {
                at++;
            }
            digits();
            integer = false;
        }
        String word = text(start, at);
        if (!integer) {
            return Double.parseDouble(word);
        }
        return word.length() < 19 ? (Object) Long.parseLong(word) : wide(word);
    }

    private void digits() {
        int start = at;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        if (at == start) {
            throw error("unexpected character");
        }
    }

    private static Object wide(String word) {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            return Double.parseDouble(word);
        }
    }

    private Object word(String word, Object value) {
        int end = at + word.length();
        if (end > text.length || !text(at, end).equals(word)) {
            throw error("unexpected character");
        }
        at = end;
        return value;
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw error("nested deeper than " + MAX_DEPTH);
        }
    }

    private void expect(char c) {
        if (peek() != c) {
            throw error("expected " + c);
        }
        at++;
    }

    private char peek() {
        if (at >= text.length) {
            throw error("unexpected end");
        }
        return (char) (text[at] & 0xff);
    }

    private void blanks() {
        while (at < text.length) {
            byte c = text[at];
            if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
                return;
            }
            at++;
        }
    }

    private JpodException error(String what) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < at && i < text.length; i++) {
            // A character, not each byte of it.
            column += (text[i] & 0xc0) == 0x80 ? 0 : 1;
            if (text[i] == '\n') {
                line++;
                column = 1;
            }
        }
        return new JpodException(
                ErrorCode.EXTERNAL, "invalid JSON at line " + line + ", column " + column + ": " + what);
    }
}
