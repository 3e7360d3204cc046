package io.jpod.cli.option;

import io.jpod.api.JpodException;
import java.util.List;

/** Reads single values with Go's rules and error texts. */
final class OptionValues {
    private OptionValues() {}

    static boolean bool(OptionSpec option, String value) {
        switch (value) {
            case "1", "t", "T", "TRUE", "true", "True":
                return true;
            case "0", "f", "F", "FALSE", "false", "False":
                return false;
            default:
                throw invalid(option, value, "strconv.ParseBool: parsing " + quote(value) + ": invalid syntax");
        }
    }

    /** Checks that a value fits its kind. */
    static void check(OptionSpec option, String value) {
        OptionKind kind = option.kind();
        if (kind == OptionKind.INT) {
            number(option, value, "strconv.ParseInt");
        } else if (kind == OptionKind.UINT) {
            if (value.startsWith("-") || value.startsWith("+")) {
                throw invalid(option, value, "strconv.ParseUint: parsing " + quote(value) + ": invalid syntax");
            }
            number(option, value, "strconv.ParseUint");
        } else if (kind == OptionKind.FLOAT) {
            decimal(option, value);
        }
    }

    private static void number(OptionSpec option, String value, String function) {
        try {
            integer(value);
        } catch (NumberFormatException e) {
            boolean digits = !value.isEmpty();
            for (int i = value.startsWith("-") || value.startsWith("+") ? 1 : 0; i < value.length(); i++) {
                digits &= Character.digit(value.charAt(i), 10) >= 0;
            }
            String why = digits && value.length() > 10 ? "value out of range" : "invalid syntax";
            throw invalid(option, value, function + ": parsing " + quote(value) + ": " + why);
        }
    }

    private static void decimal(OptionSpec option, String value) {
        try {
            if (value.isEmpty()
                    || value.endsWith("f")
                    || value.endsWith("d")
                    || value.endsWith("F")
                    || value.endsWith("D")
                    || value.charAt(0) <= ' '
                    || value.charAt(value.length() - 1) <= ' ') {
                throw new NumberFormatException(value);
            }
            Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw invalid(option, value, "strconv.ParseFloat: parsing " + quote(value) + ": invalid syntax");
        }
    }

    /** An integer with Go's prefixes: {@code 0x}, {@code 0o}, {@code 0b}, {@code 0}. */
    static long integer(String value) {
        int start = value.startsWith("-") || value.startsWith("+") ? 1 : 0;
        int radix = 10;
        String digits = value.substring(start);
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            char prefix = Character.toLowerCase(digits.charAt(1));
            radix = prefix == 'x' ? 16 : prefix == 'b' ? 2 : 8;
            digits = digits.substring(prefix == 'x' || prefix == 'b' || prefix == 'o' ? 2 : 1);
        }
        if (digits.startsWith("-") || digits.startsWith("+")) {
            throw new NumberFormatException(value);
        }
        return Long.parseLong(value.startsWith("-") ? "-" + digits : digits, radix);
    }

    /** Adds the fields of one line of CSV. */
    static void addFields(OptionSpec option, String value, List<String> list) {
        try {
            list.addAll(Csv.fields(value));
        } catch (JpodException e) {
            throw invalid(option, value, e.getMessage());
        }
    }

    private static OptionException invalid(OptionSpec option, String value, String why) {
        return new OptionException(
                "invalid argument " + quote(value) + " for \"" + option.display() + "\" flag: " + why);
    }

    private static String quote(String text) {
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
}
