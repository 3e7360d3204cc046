package io.jpod.cli.format;

/** Sizes in steps of 1000, with three or four significant digits. */
public final class Sizes {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Sizes() {}

    /** As in the SIZE column of images: {@code 2.13 MB}. */
    public static String spaced(long bytes) {
        return text(bytes, " ", 3);
    }

    /** As in {@code ps --size}: {@code 1.98MB}. */
    public static String tight(long bytes) {
        return text(bytes, "", 3);
    }

    /** As in {@code image tree} and {@code system df}: {@code 1.998MB}. */
    public static String digits(long bytes) {
        return text(bytes, "", 4);
    }

    private static String text(long bytes, String separator, int digits) {
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return significant(value, digits) + separator + UNITS[unit];
    }

    /** As Go's {@code %.3g}, without exponent below 10^digits. */
    static String significant(double value, int digits) {
        int before = 1;
        for (double limit = 10; value >= limit; limit *= 10) {
            before++;
        }
        int decimals = Math.max(0, digits - before);
        long scale = 1;
        for (int i = 0; i < decimals; i++) {
            scale *= 10;
        }
        long scaled = Math.round(value * scale);
        if (decimals > 0 && scaled >= scale * pow10(before)) {
            decimals--;
            scale /= 10;
            scaled = Math.round(value * scale);
        }
        if (decimals == 0) {
            return Long.toString(scaled);
        }
        StringBuilder text = new StringBuilder().append(scaled / scale);
        String fraction = Long.toString(scale + scaled % scale).substring(1);
        int end = fraction.length();
        while (end > 0 && fraction.charAt(end - 1) == '0') {
            end--;
        }
        if (end > 0) {
            text.append('.').append(fraction, 0, end);
        }
        return text.toString();
    }

    private static long pow10(int exponent) {
        long result = 1;
        for (int i = 0; i < exponent; i++) {
            result *= 10;
        }
        return result;
    }
}
