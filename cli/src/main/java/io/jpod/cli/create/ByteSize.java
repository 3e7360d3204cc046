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
        int end = text.length();
        while (end > 0 && !isDigitOrDot(text.charAt(end - 1))) {
            end--;
        }
        String number = text.substring(0, end);
        String unit = text.substring(end).strip().toLowerCase(Locale.ROOT);
        long factor = factor(unit);
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

    private static long factor(String unit) {
        switch (unit) {
            case "", "b":
                return 1;
            case "k", "kb", "kib":
                return 1L << 10;
            case "m", "mb", "mib":
                return 1L << 20;
            case "g", "gb", "gib":
                return 1L << 30;
            case "t", "tb", "tib":
                return 1L << 40;
            case "p", "pb", "pib":
                return 1L << 50;
            default:
                return 0;
        }
    }

    private static JpodException invalid(String text) {
        return JpodException.usage("invalid size: '" + text + "'");
    }
}
