package io.jpod.engine.plan;

import io.jpod.api.JpodException;
import java.util.List;
import java.util.Locale;

/** Names of signals (signal(7)), as numbers of Linux on the architectures that jpod runs on. */
public final class Signals {
    private static final List<String> NAMES = List.of(
            "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE",
            "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM",
            "PROF", "WINCH", "IO", "PWR", "SYS");
    private static final int REAL_TIME_MIN = 34;
    private static final int REAL_TIME_MAX = 64;

    private Signals() {}

    /**
     * The number of {@code KILL}, {@code SIGKILL}, {@code sigkill}, {@code 9}, {@code RTMIN+3}, …
     *
     * @throws JpodException USAGE, {@code invalid signal: x}
     */
    public static int number(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        if (name.startsWith("SIG")) {
            name = name.substring(3);
        }
        if (!name.isEmpty() && NAMES.contains(name)) {
            return NAMES.indexOf(name);
        }
        int value = switch (name) {
            case "IOT" -> 6;
            case "CLD" -> 17;
            case "POLL" -> 29;
            case "UNUSED" -> 31;
            default -> realTimeOrDigits(name);
        };
        if (value > REAL_TIME_MAX && value < 1000) {
            throw JpodException.usage("valid signals are 1 through 64");
        }
        if (value < 1 || value > REAL_TIME_MAX) {
            throw JpodException.usage("invalid signal: " + text);
        }
        return value;
    }

    private static int realTimeOrDigits(String name) {
        if (name.startsWith("RTMIN")) {
            return name.length() == 5 ? REAL_TIME_MIN : name.charAt(5) == '+' ? REAL_TIME_MIN + digits(name, 6) : -1;
        }
        if (name.startsWith("RTMAX")) {
            return name.length() == 5 ? REAL_TIME_MAX : name.charAt(5) == '-' ? REAL_TIME_MAX - digits(name, 6) : -1;
        }
        return digits(name, 0);
    }

    /** @return far out of range for what is not a number */
    private static int digits(String text, int from) {
        int value = 0;
        if (from >= text.length() || text.length() - from > 3) {
            return 1000;
        }
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return 1000;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }
}
