package io.jpod.cli.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Go's {@code fmt}: {@code print}, {@code println} and {@code printf} of templates. */
final class GoPrint {
    /** More would only fill memory. */
    private static final int MAX_WIDTH = 1 << 16;

    private final String format;
    private final List<Object> arguments;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int next;
    private String flags = "";
    private int width;
    private int precision;

    private GoPrint(String format, List<Object> arguments) {
        this.format = format;
        this.arguments = arguments;
    }

    /** Operands with a blank between two of which neither is a text. */
    static String print(List<Object> operands) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < operands.size(); i++) {
            boolean apart = i > 0 && !(operands.get(i) instanceof String) && !(operands.get(i - 1) instanceof String);
            out.append(apart ? " " : "").append(Values.text(operands.get(i)));
        }
        return out.toString();
    }

    /** Operands with blanks between them, and a line end. */
    static String println(List<Object> operands) {
        StringBuilder out = new StringBuilder();
        for (Object operand : operands) {
            out.append(out.length() > 0 ? " " : "").append(Values.text(operand));
        }
        return out.append('\n').toString();
    }

    static String printf(String format, List<Object> arguments) {
        return new GoPrint(format, arguments).run();
    }

    private String run() {
        while (at < format.length()) {
            int percent = format.indexOf('%', at);
            if (percent < 0) {
                out.append(format, at, format.length());
                break;
            }
            out.append(format, at, percent);
            at = percent + 1;
            verb();
        }
        if (next < arguments.size()) {
            List<String> extra = new ArrayList<>();
            for (Object argument : arguments.subList(next, arguments.size())) {
                extra.add(GoFunctions.type(argument) + "=" + Values.text(argument));
            }
            out.append("%!(EXTRA ").append(String.join(", ", extra)).append(')');
        }
        return out.toString();
    }

    private void verb() {
        int start = at;
        while (at < format.length() && "+-# 0".indexOf(format.charAt(at)) >= 0) {
            at++;
        }
        flags = format.substring(start, at);
        width = Math.max(0, number());
        precision = -1;
        if (at < format.length() && format.charAt(at) == '.') {
            at++;
            precision = Math.max(0, number());
        }
        if (at >= format.length()) {
            out.append("%!(NOVERB)");
            return;
        }
        char verb = format.charAt(at++);
        if (verb == '%') {
            out.append('%');
        } else if (next >= arguments.size()) {
            out.append("%!").append(verb).append("(MISSING)");
        } else {
            Object value = arguments.get(next++);
            String text = text(verb, value);
            out.append(
                    text == null ? "%!" + verb + "(" + GoFunctions.type(value) + "=" + Values.text(value) + ")" : text);
        }
    }

    /** A number or {@code *}; -1 when there is none. */
    private int number() {
        if (at < format.length() && format.charAt(at) == '*') {
            at++;
            Object value = next < arguments.size() ? arguments.get(next++) : 0L;
            return value instanceof Long given ? (int) Math.max(0, Math.min(MAX_WIDTH, given)) : 0;
        }
        int value = -1;
        while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
            value = Math.min(MAX_WIDTH, Math.max(0, value) * 10 + format.charAt(at++) - '0');
        }
        return value;
    }

    /** Null when the verb is not for such a value. */
    private String text(char verb, Object value) {
        if (verb == 'v') {
            return value instanceof Number
                    ? number(value instanceof Double ? 'g' : 'd', value)
                    : padded(Values.text(value));
        }
        if (verb == 'T') {
            return padded(GoFunctions.type(value));
        }
        if (value instanceof List<?> list) {
            return list(verb, list);
        }
        if (value instanceof Boolean) {
            return verb == 't' ? padded(Values.text(value)) : null;
        }
        if (value instanceof Number) {
            return number(verb, value);
        }
        String text = Values.text(value);
        boolean plain = !(value instanceof Map<?, ?>) && !(value instanceof Nil);
        switch (verb) {
            case 's':
                return padded(cut(text));
            case 'q':
                return plain ? padded(quoted(cut(text))) : null;
            case 'x', 'X':
                return plain ? padded(hex(text, verb == 'X')) : null;
            default:
                return null;
        }
    }

    private String list(char verb, List<?> list) {
        StringBuilder text = new StringBuilder("[");
        for (Object item : list) {
            String one = text(verb, item);
            text.append(text.length() > 1 ? " " : "")
                    .append(
                            one == null
                                    ? "%!" + verb + "(" + GoFunctions.type(item) + "=" + Values.text(item) + ")"
                                    : one);
        }
        return text.append(']').toString();
    }

    private String cut(String text) {
        boolean longer = precision >= 0 && text.codePointCount(0, text.length()) > precision;
        return longer ? text.substring(0, text.offsetByCodePoints(0, precision)) : text;
    }

    private boolean has(char flag) {
        return flags.indexOf(flag) >= 0;
    }

    private String padded(String text) {
        int missing = width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        return has('-') ? text + " ".repeat(missing) : " ".repeat(missing) + text;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            int known = "\u0007\b\f\n\r\t\u000b\\\"".indexOf(c);
            if (known >= 0) {
                quoted.append('\\').append("abfnrtv\\\"".charAt(known));
            } else if (c < ' ' || c == 0x7f) {
                quoted.append("\\x").append(Integer.toHexString(0x100 + c).substring(1));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static String hex(String text, boolean capitals) {
        StringBuilder hex = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hex.append(Integer.toHexString(0x100 + (b & 0xff)).substring(1));
        }
        return capitals ? hex.toString().toUpperCase(java.util.Locale.ROOT) : hex.toString();
    }

    private String number(char verb, Object value) {
        String digits;
        if (value instanceof Double real) {
            digits = real(verb, real);
        } else {
            digits = whole(verb, ((Number) value).longValue());
        }
        if (digits == null) {
            return null;
        }
        if (verb == 'q' || verb == 'c' || verb == 'U') {
            return padded(digits);
        }
        if (!digits.startsWith("-") && (has('+') || has(' '))) {
            digits = (has('+') ? "+" : " ") + digits;
        }
        int missing = width - digits.length();
        if (missing > 0 && has('0') && !has('-')) {
            int sign = "+- ".indexOf(digits.charAt(0)) >= 0 ? 1 : 0;
            return digits.substring(0, sign) + "0".repeat(missing) + digits.substring(sign);
        }
        return padded(digits);
    }

    private static String based(long value, int base, String prefix) {
        return (value < 0 ? "-" : "") + prefix + Long.toString(value, base).replace("-", "");
    }

    private String whole(char verb, long value) {
        switch (verb) {
            case 'd':
                return Long.toString(value);
            case 'x':
                return based(value, 16, has('#') ? "0x" : "");
            case 'X':
                return based(value, 16, has('#') ? "0X" : "").toUpperCase(java.util.Locale.ROOT);
            case 'o':
                return based(value, 8, has('#') ? "0" : "");
            case 'b':
                return based(value, 2, has('#') ? "0b" : "");
            case 'c':
                return Character.isValidCodePoint((int) value) ? Character.toString((int) value) : "\ufffd";
            case 'q':
                return "'" + Character.toString((int) value) + "'";
            case 'U':
                return "U+" + String.format("%04X", value);
            default:
                return null;
        }
    }

    private String real(char verb, double value) {
        switch (verb) {
            case 'f', 'F':
                return String.format(java.util.Locale.ROOT, "%." + (precision < 0 ? 6 : precision) + "f", value);
            case 'e', 'E':
                return String.format(java.util.Locale.ROOT, "%." + (precision < 0 ? 6 : precision) + verb, value);
            case 'g', 'G':
                return precision < 0
                        ? Values.text(value)
                        : new java.math.BigDecimal(value)
                                .round(new java.math.MathContext(Math.max(1, precision)))
                                .stripTrailingZeros()
                                .toPlainString();
            default:
                return null;
        }
    }
}
