package io.jpod.cli;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.log.FailureText;
import java.util.Locale;

/** Failures as users see them. */
public final class Errors {
    /** Wrong usage and failures of the engine. */
    public static final int ENGINE = 125;

    /** The command exists and cannot be started. */
    public static final int NOT_INVOKABLE = 126;

    /** The command does not exist. */
    public static final int NOT_FOUND = 127;

    private Errors() {}

    /** Prints a failure and what can be done about it. */
    public static void report(Console err, Throwable failure) {
        err.println("Error: " + printable(FailureText.of(failure)));
        for (Throwable undo : failure.getSuppressed()) {
            err.println("also: " + printable(FailureText.of(undo)));
        }
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof JpodException known && known.remedy().isPresent()) {
                err.println("hint: " + known.remedy().get());
                return;
            }
        }
    }

    /** Names in images and archives may hold what steers terminals: shown as {@code \\x1b}. Newlines and tabs stay. */
    private static String printable(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0;
            if (control && out == null) {
                out = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (control) {
                out.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else if (out != null) {
                out.append(c);
            }
        }
        return out == null ? text : out.toString();
    }

    /** The exit code that a failure of the whole command means. */
    public static int exitCode(Throwable failure) {
        if (failure instanceof JpodException known) {
            if (known.code() == ErrorCode.COMMAND_NOT_INVOKABLE) {
                return NOT_INVOKABLE;
            }
            if (known.code() == ErrorCode.COMMAND_NOT_FOUND) {
                return NOT_FOUND;
            }
        }
        return ENGINE;
    }

    /**
     * What {@code run} exits with when the container exists and cannot be started: by the failure's kind where that decides, else by
     * podman's rule, which goes by the words, whatever the reason.
     */
    public static int startExitCode(Throwable failure) {
        int code = exitCode(failure);
        // A defect of jpod or of a plug-in is not the command's.
        boolean defect = failure instanceof JpodException known && known.code() == ErrorCode.INTERNAL;
        if (code != ENGINE || defect) {
            return code;
        }
        String text = FailureText.of(failure).toLowerCase(Locale.ROOT);
        return text.contains("not found") || text.contains("no such file") ? NOT_FOUND : NOT_INVOKABLE;
    }
}
