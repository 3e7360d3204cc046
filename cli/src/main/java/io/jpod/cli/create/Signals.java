package io.jpod.cli.create;

import io.jpod.api.JpodException;
import java.util.Locale;

/** Names and numbers of signals. */
public final class Signals {
    private static final int REAL_TIME = 34;
    private static final int LAST = 64;
    private static final String[] NAMES = {
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
        "WINCH", "IO", "PWR", "SYS",
    };

    private Signals() {}

    /**
     * The number of {@code KILL}, {@code SIGKILL}, {@code rtmin+3} or {@code 9}.
     *
     * @throws JpodException USAGE in podman's words
     */
    public static int number(String text) {
        boolean digits = !text.isEmpty() && text.length() < 8;
        for (int i = 0; i < text.length(); i++) {
            digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (digits) {
            int number = Integer.parseInt(text);
            if (number == 0) {
                throw JpodException.usage("invalid signal: " + text);
            }
            if (number > LAST) {
                throw JpodException.usage("valid signals are 1 through 64");
            }
            return number;
        }
        String name = text.toUpperCase(Locale.ROOT);
        if (name.startsWith("SIG")) {
            name = name.substring(3);
        }
        int found = named(name);
        if (found == 0) {
            throw JpodException.usage("invalid signal: " + text);
        }
        return found;
    }

    private static int named(String name) {
        for (int i = 1; i < NAMES.length; i++) {
            if (NAMES[i].equals(name)) {
                return i;
            }
        }
        switch (name) {
            case "IOT":
                return 6;
            case "CLD":
                return 17;
            case "POLL":
                return 29;
            case "RTMIN":
                return REAL_TIME;
            case "RTMAX":
                return LAST;
            default:
                return realTime(name);
        }
    }

    private static int realTime(String name) {
        try {
            if (name.startsWith("RTMIN+")) {
                int number = REAL_TIME + Integer.parseInt(name.substring(6));
                return number > REAL_TIME && number <= LAST ? number : 0;
            }
            if (name.startsWith("RTMAX-")) {
                int number = LAST - Integer.parseInt(name.substring(6));
                return number >= REAL_TIME && number < LAST ? number : 0;
            }
        } catch (NumberFormatException e) {
            return 0;
        }
        return 0;
    }
}
