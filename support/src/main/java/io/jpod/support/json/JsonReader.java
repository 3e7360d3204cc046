package io.jpod.support.json;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import java.util.ArrayList;
import java.util.List;

/** Parses one document (RFC 8259). Integers that fit become Long, other numbers Double. */
final class JsonReader {
    private static final int MAX_DEPTH = 200;

    private final String text;
    private int at;
    private int depth;

    JsonReader(String text) {
        this.text = text;
    }

    Object document() {
        Object value = value();
        blanks();
        if (at < text.length()) {
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
            Object value = value();
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
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                return text.substring(start, at++);
            }
            if (c == '\\') {
                return escaped(start);
            }
            if (c < 0x20) {
                throw error("control character in a string");
            }
            at++;
        }
        throw error("string without end");
    }

    private String escaped(int start) {
        StringBuilder out = new StringBuilder(text.substring(start, at));
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return out.toString();
            }
            if (c != '\\') {
                if (c < 0x20) {
                    throw error("control character in a string");
                }
                out.append(c);
                continue;
            }
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
        throw error("string without end");
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
        if (at < text.length() && text.charAt(at) == '-') {
            at++;
        }
        int first = at;
        digits();
        if (text.charAt(first) == '0' && at - first > 1) {
            throw error("number with a leading zero");
        }
        boolean integer = true;
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits();
            integer = false;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            digits();
            integer = false;
        }
        String word = text.substring(start, at);
        if (!integer) {
            return Double.parseDouble(word);
        }
        return word.length() < 19 ? (Object) Long.parseLong(word) : wide(word);
    }

    private void digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
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
        if (!text.startsWith(word, at)) {
            throw error("unexpected character");
        }
        at += word.length();
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
        if (at >= text.length()) {
            throw error("unexpected end");
        }
        return text.charAt(at);
    }

    private void blanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
                return;
            }
            at++;
        }
    }

    private JpodException error(String what) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < at && i < text.length(); i++) {
            column++;
            if (text.charAt(i) == '\n') {
                line++;
                column = 1;
            }
        }
        return new JpodException(
                ErrorCode.EXTERNAL, "invalid JSON at line " + line + ", column " + column + ": " + what);
    }
}
