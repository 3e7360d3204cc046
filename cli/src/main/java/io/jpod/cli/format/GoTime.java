package io.jpod.cli.format;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;

/** A time of a document, with the methods of Go's {@code time.Time} that templates use. */
final class GoTime {
    /** Go's layouts name a moment: Mon Jan 2 15:04:05 MST 2006. The longest beginning counts. */
    private static final List<String> PIECES = List.of(
            "January", "Jan", "Monday", "Mon", "MST", "Z07:00", "Z0700", "-07:00", "-0700", "-07", "2006", "002", "01",
            "02", "03", "04", "05", "06", "15", "PM", "pm", "_2", "1", "2", "3", "4", "5");

    private final String source;
    private final OffsetDateTime time;

    /**
     * @param source RFC 3339, as documents have it
     */
    GoTime(String source) {
        this(source, OffsetDateTime.parse(source));
    }

    private GoTime(String source, OffsetDateTime time) {
        this.source = source;
        this.time = time;
    }

    static boolean isTime(String text) {
        if (text.length() < 20 || text.charAt(10) != 'T' || text.charAt(4) != '-') {
            return false;
        }
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** As it stands in the document. */
    String source() {
        return source;
    }

    private String zone() {
        int seconds = time.getOffset().getTotalSeconds();
        return seconds == 0 ? "UTC" : piece("-0700");
    }

    /** As Go prints it: {@code 2026-11-23 22:26:11.5 +0000 UTC}. */
    String text() {
        StringBuilder out = new StringBuilder(format("2006-01-02 15:04:05"));
        if (time.getNano() != 0) {
            String digits = Integer.toString(1_000_000_000 + time.getNano()).substring(1);
            int end = digits.length();
            while (digits.charAt(end - 1) == '0') {
                end--;
            }
            out.append('.').append(digits, 0, end);
        }
        return out.append(format(" -0700 ")).append(zone()).toString();
    }

    /** What a method gives; {@link Fields#MISSING} for one that is not known. */
    Object call(String method, List<Object> arguments) {
        if (method.equals("Format")) {
            return arguments.size() == 1 && arguments.get(0) instanceof String layout ? format(layout) : Fields.MISSING;
        }
        if (!arguments.isEmpty()) {
            return Fields.MISSING;
        }
        switch (method) {
            case "Unix":
                return time.toEpochSecond();
            case "UnixMilli":
                return time.toInstant().toEpochMilli();
            case "UnixNano":
                return time.toEpochSecond() * 1_000_000_000L + time.getNano();
            case "Year":
                return (long) time.getYear();
            case "Month":
                return time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Day":
                return (long) time.getDayOfMonth();
            case "Hour":
                return (long) time.getHour();
            case "Minute":
                return (long) time.getMinute();
            case "Second":
                return (long) time.getSecond();
            case "Nanosecond":
                return (long) time.getNano();
            case "YearDay":
                return (long) time.getDayOfYear();
            case "Weekday":
                return time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "IsZero":
                return time.toEpochSecond()
                        == OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC)
                                .toEpochSecond();
            case "String":
                return text();
            case "UTC":
                return new GoTime(source, time.withOffsetSameInstant(ZoneOffset.UTC));
            case "Local":
                return this;
            default:
                return Fields.MISSING;
        }
    }

    private String format(String layout) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < layout.length()) {
            String found = "";
            for (String piece : PIECES) {
                if (layout.startsWith(piece, at)) {
                    found = piece;
                    break;
                }
            }
            if (!found.isEmpty()) {
                out.append(piece(found));
                at += found.length();
            } else {
                int digits = fractionDigits(layout, at);
                out.append(digits > 0 ? fraction(layout.substring(at, at + digits + 1)) : layout.substring(at, at + 1));
                at += digits + 1;
            }
        }
        return out.toString();
    }

    /** How many digits {@code .000}, {@code ,000} or {@code .999} asks for; 0 when it is none of them. */
    private static int fractionDigits(String layout, int at) {
        char mark = layout.charAt(at);
        if (mark != '.' && mark != ',' || at + 1 == layout.length()) {
            return 0;
        }
        char digit = layout.charAt(at + 1);
        int end = at + 1;
        while ((digit == '0' || digit == '9') && end < layout.length() && layout.charAt(end) == digit) {
            end++;
        }
        boolean more = end < layout.length() && Character.isDigit(layout.charAt(end));
        return more ? 0 : end - at - 1;
    }

    private String fraction(String wanted) {
        String digits = Integer.toString(1_000_000_000 + time.getNano()).substring(1);
        int end = Math.min(9, wanted.length() - 1);
        if (wanted.charAt(1) == '9') {
            while (end > 0 && digits.charAt(end - 1) == '0') {
                end--;
            }
            return end == 0 ? "" : wanted.charAt(0) + digits.substring(0, end);
        }
        return wanted.charAt(0) + digits.substring(0, end);
    }

    private String piece(String piece) {
        switch (piece) {
            case "January":
                return time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Jan":
                return time.getMonth()
                        .getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                        .substring(0, 3);
            case "Monday":
                return time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Mon":
                return time.getDayOfWeek()
                        .getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                        .substring(0, 3);
            case "MST":
                return zone();
            case "Z07:00", "Z0700":
                return time.getOffset().getTotalSeconds() == 0 ? "Z" : piece(piece.replace('Z', '-'));
            case "-07:00":
                return offset(":");
            case "-0700":
                return offset("");
            case "-07":
                return offset("").substring(0, 3);
            default:
                return number(piece);
        }
    }

    private String offset(String between) {
        int minutes = time.getOffset().getTotalSeconds() / 60;
        return (minutes < 0 ? "-" : "+") + two(Math.abs(minutes) / 60) + between + two(Math.abs(minutes) % 60);
    }

    private String number(String piece) {
        int twelve = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
        switch (piece) {
            case "2006":
                return Integer.toString(10_000 + time.getYear()).substring(1);
            case "06":
                return two(time.getYear() % 100);
            case "002":
                return Integer.toString(1000 + time.getDayOfYear()).substring(1);
            case "01":
                return two(time.getMonthValue());
            case "1":
                return Integer.toString(time.getMonthValue());
            case "02":
                return two(time.getDayOfMonth());
            case "_2":
                return (time.getDayOfMonth() < 10 ? " " : "") + time.getDayOfMonth();
            case "2":
                return Integer.toString(time.getDayOfMonth());
            case "15":
                return two(time.getHour());
            case "03":
                return two(twelve);
            case "3":
                return Integer.toString(twelve);
            case "04":
                return two(time.getMinute());
            case "4":
                return Integer.toString(time.getMinute());
            case "05":
                return two(time.getSecond());
            case "5":
                return Integer.toString(time.getSecond());
            case "PM":
                return time.getHour() < 12 ? "AM" : "PM";
            default:
                return time.getHour() < 12 ? "am" : "pm";
        }
    }

    private static String two(int value) {
        return Integer.toString(100 + value).substring(1);
    }
}
