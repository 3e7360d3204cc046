package io.jpod.cli.create;

import io.jpod.api.JpodException;
import java.util.Locale;

/** Sizes such as {@code 64m}: units b, k, m, g, t, p, each also with b or ib behind, in steps of 1024. */
public final class ByteSize {
    private ByteSize() {}

    /**
     * @throws JpodException USAGE {@code invalid size: 'x'}
     */
    public static long parse(String text) {
        return parse(text, 1024);
    }

    /** The same in steps of 1000, as sizes of logs are meant. */
    static long decimal(String text) {
        return parse(text, 1000);
    }

    private static long parse(String text, long step) {
        int end = text.length();
        while (end > 0 && !isDigitOrDot(text.charAt(end - 1))) {
            end--;
        }
        String number = text.substring(0, end);
        String unit = text.substring(end).strip().toLowerCase(Locale.ROOT);
        long factor = factor(unit, step);
        if (number.isEmpty() || factor == 0) {
            throw invalid(text);
        }
        try {
            if (number.indexOf('.') < 0) {
                return Math.multiplyExact(positive(Long.parseLong(number), text), factor);
            }
            double value = Double.parseDouble(number);
            if (!(value >= 0)) {
                throw invalid(text);
            }
            return (long) (value * factor);
        } catch (NumberFormatException | ArithmeticException e) {
            throw invalid(text);
        }
    }

    private static long positive(long value, String text) {
        if (value < 0) {
            throw invalid(text);
        }
        return value;
    }

    private static boolean isDigitOrDot(char c) {
        return c >= '0' && c <= '9' || c == '.';
    }

    private static long factor(String unit, long step) {
        switch (unit) {
            case "", "b":
                return 1;
            case "k", "kb", "kib":
                return step;
            case "m", "mb", "mib":
                return step * step;
            case "g", "gb", "gib":
                return step * step * step;
            case "t", "tb", "tib":
                return step * step * step * step;
            case "p", "pb", "pib":
                return step * step * step * step * step;
            default:
                return 0;
        }
    }

    private static JpodException invalid(String text) {
        return JpodException.usage("invalid size: '" + text + "'");
    }
}
