package io.jpod.cli.create;

import io.jpod.api.JpodException;

/** Durations as Go writes them: {@code 300ms}, {@code 1.5h}, {@code 2h45m}. */
public final class GoDuration {
    private GoDuration() {}

    /**
     * Nanoseconds.
     *
     * @throws JpodException USAGE {@code time: invalid duration "x"}
     */
    public static long nanos(String text) {
        int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        boolean negative = text.startsWith("-");
        if (text.substring(at).equals("0")) {
            return 0;
        }
        if (at == text.length()) {
            throw invalid(text);
        }
        double total = 0;
        while (at < text.length()) {
            int start = at;
            while (at < text.length() && (Character.digit(text.charAt(at), 10) >= 0 || text.charAt(at) == '.')) {
                at++;
            }
            int unitStart = at;
            while (at < text.length() && Character.digit(text.charAt(at), 10) < 0 && text.charAt(at) != '.') {
                at++;
            }
            String number = text.substring(start, unitStart);
            String unit = text.substring(unitStart, at);
            if (number.isEmpty() || number.equals(".") || number.indexOf('.') != number.lastIndexOf('.')) {
                throw invalid(text);
            }
            if (unit.isEmpty()) {
                throw JpodException.usage("time: missing unit in duration " + GoText.quote(text));
            }
            total += Double.parseDouble(number) * unit(unit, text);
        }
        return (long) (negative ? -total : total);
    }

    private static double unit(String unit, String text) {
        switch (unit) {
            case "ns":
                return 1;
            case "us", "µs", "μs":
                return 1e3;
            case "ms":
                return 1e6;
            case "s":
                return 1e9;
            case "m":
                return 60e9;
            case "h":
                return 3600e9;
            case "":
                throw JpodException.usage("time: missing unit in duration " + GoText.quote(text));
            default:
                throw JpodException.usage(
                        "time: unknown unit " + GoText.quote(unit) + " in duration " + GoText.quote(text));
        }
    }

    private static JpodException invalid(String text) {
        return JpodException.usage("time: invalid duration " + GoText.quote(text));
    }
}
