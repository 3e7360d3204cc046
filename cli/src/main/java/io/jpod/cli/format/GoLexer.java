package io.jpod.cli.format;

import io.jpod.api.JpodException;
import java.util.ArrayList;
import java.util.List;

/** Cuts a template into texts and the words of its actions. */
final class GoLexer {
    enum Kind {
        TEXT,
        OPEN,
        CLOSE,
        /** {@code .Name}, or {@code .} alone. */
        FIELD,
        VARIABLE,
        WORD,
        NUMBER,
        STRING,
        CHARACTER,
        /** One of {@code ( ) | , := =}. */
        SIGN,
        END
    }

    /**
     * A token.
     *
     * @param spaced stands after white space
     */
    record Token(Kind kind, String text, boolean spaced, int start, int end, int line) {}

    private final String name;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;

    GoLexer(String name, String text) {
        this.name = name;
        this.text = text;
    }

    JpodException error(int where, String message) {
        return JpodException.usage("template: " + name + ":" + where + ": " + message);
    }

    List<Token> run() {
        boolean trim = false;
        while (at < text.length()) {
            int open = text.indexOf("{{", at);
            int end = open < 0 ? text.length() : open;
            boolean trimBefore = open >= 0 && text.startsWith("-", open + 2) && isSpace(open + 3);
            String literal = text.substring(at, end);
            literal = trim ? literal.stripLeading() : literal;
            literal = trimBefore ? literal.stripTrailing() : literal;
            if (!literal.isEmpty()) {
                add(Kind.TEXT, literal, false, at, end);
            }
            countLines(at, end);
            if (open < 0) {
                break;
            }
            at = open + 2 + (trimBefore ? 1 : 0);
            trim = comment() || inside();
        }
        add(Kind.END, "", false, text.length(), text.length());
        return tokens;
    }

    private boolean commented;

    /** Passes a comment over; true when it asks for the text behind it to be trimmed. Otherwise nothing is read unless it was one. */
    private boolean comment() {
        int start = at;
        while (isSpace(start)) {
            start++;
        }
        commented = text.startsWith("/*", start);
        if (!commented) {
            return false;
        }
        int close = text.indexOf("*/", start);
        if (close < 0) {
            throw error(line, "unclosed comment");
        }
        int end = close + 2;
        boolean trim = isSpace(end) && text.startsWith("-}}", end + 1);
        end += trim ? 2 : 0;
        if (!text.startsWith("}}", end)) {
            throw error(line, "comment ends before closing delimiter");
        }
        countLines(at, end);
        at = end + 2;
        return trim;
    }

    /** Reads an action up to its end; true when the text behind it is to be trimmed. */
    private boolean inside() {
        if (commented) {
            return false;
        }
        add(Kind.OPEN, "{{", false, at, at);
        boolean spaced = false;
        while (true) {
            if (at >= text.length()) {
                throw error(line, "unclosed action");
            }
            if (spaced && text.startsWith("-}}", at)) {
                add(Kind.CLOSE, "}}", spaced, at, at);
                at += 3;
                return true;
            }
            if (text.startsWith("}}", at)) {
                add(Kind.CLOSE, "}}", spaced, at, at);
                at += 2;
                return false;
            }
            if (isSpace(at)) {
                line += text.charAt(at) == '\n' ? 1 : 0;
                at++;
                spaced = true;
            } else {
                word(spaced);
                spaced = false;
            }
        }
    }

    private void word(boolean spaced) {
        char c = text.charAt(at);
        char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        int start = at;
        if (c == '"' || c == '\'') {
            quoted(c, spaced);
        } else if (c == '`') {
            int end = text.indexOf('`', at + 1);
            if (end < 0) {
                throw error(line, "unterminated raw quoted string");
            }
            take(Kind.STRING, text.substring(at + 1, end), spaced, end + 1);
        } else if (c == '.' && !isDigit(next)) {
            take(Kind.FIELD, null, spaced, endOfName(at + 1));
        } else if (c == '$') {
            take(Kind.VARIABLE, null, spaced, endOfName(at + 1));
        } else if (isDigit(c) || c == '.' || (c == '-' || c == '+') && (isDigit(next) || next == '.')) {
            at++;
            while (at < text.length() && (isNamePart(text.charAt(at)) || text.charAt(at) == '.' || exponentSign())) {
                at++;
            }
            int end = at;
            at = start;
            take(Kind.NUMBER, null, spaced, end);
        } else if (isNamePart(c)) {
            take(Kind.WORD, null, spaced, endOfName(at));
        } else if (c == ':' && next == '=') {
            take(Kind.SIGN, null, spaced, at + 2);
        } else if ("()|,=".indexOf(c) >= 0) {
            take(Kind.SIGN, null, spaced, at + 1);
        } else {
            throw error(line, "bad character " + unicode(c));
        }
    }

    private static String unicode(char c) {
        String hex = Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT);
        return "U+" + "0000".substring(Math.min(4, hex.length())) + hex + " '" + c + "'";
    }

    private boolean exponentSign() {
        char before = text.charAt(at - 1);
        char c = text.charAt(at);
        return (c == '-' || c == '+') && (before == 'e' || before == 'E');
    }

    private void quoted(char quote, boolean spaced) {
        StringBuilder value = new StringBuilder();
        int end = at + 1;
        while (true) {
            if (end >= text.length() || text.charAt(end) == '\n' && quote == '\'') {
                throw error(line, quote == '"' ? "unterminated quoted string" : "unterminated character constant");
            }
            char c = text.charAt(end);
            if (c == quote) {
                break;
            }
            if (c == '\\' && end + 1 < text.length()) {
                end = escape(value, end + 1);
            } else {
                value.append(c);
                end++;
            }
        }
        take(quote == '"' ? Kind.STRING : Kind.CHARACTER, value.toString(), spaced, end + 1);
    }

    /** Reads the escape behind a backslash; returns where it ends. */
    private int escape(StringBuilder value, int from) {
        char c = text.charAt(from);
        int plain = "abfnrtv\\'\"".indexOf(c);
        if (plain >= 0) {
            value.append("\u0007\b\f\n\r\t\u000b\\'\"".charAt(plain));
            return from + 1;
        }
        int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        int start = digits == 0 ? from : from + 1;
        int length = digits == 0 ? 3 : digits;
        try {
            value.appendCodePoint(Integer.parseInt(text.substring(start, start + length), digits == 0 ? 8 : 16));
            return start + length;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw error(line, "invalid syntax");
        }
    }

    private void take(Kind kind, String value, boolean spaced, int end) {
        String taken = value == null ? text.substring(at, end) : value;
        add(kind, taken, spaced, at, end);
        at = end;
    }

    private void add(Kind kind, String value, boolean spaced, int start, int end) {
        tokens.add(new Token(kind, value, spaced, start, end, line));
    }

    private void countLines(int from, int to) {
        for (int i = from; i < to; i++) {
            line += text.charAt(i) == '\n' ? 1 : 0;
        }
    }

    private int endOfName(int from) {
        int end = from;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private boolean isSpace(int index) {
        return index < text.length() && " \t\r\n".indexOf(text.charAt(index)) >= 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNamePart(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }
}
