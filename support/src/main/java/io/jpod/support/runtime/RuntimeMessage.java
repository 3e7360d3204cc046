package io.jpod.support.runtime;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.util.Locale;

/**
 * What a runtime said when it failed, out of any of the forms in which it comes: plain lines, {@code --log-format=json}, or the
 * {@code time= level= msg=} lines of Go programs.
 */
public final class RuntimeMessage {
    private final String text;

    private RuntimeMessage(String text) {
        this.text = text;
    }

    /** Reads raw output; of several messages the last error counts, since the first ones are its details. */
    public static RuntimeMessage of(String raw) {
        String last = "";
        for (String line : raw.split("\n")) {
            String stripped = line.strip();
            if (stripped.isEmpty()) {
                continue;
            }
            String message = stripped;
            if (stripped.startsWith("{")) {
                message = fromJson(stripped);
            } else if (stripped.startsWith("time=") && stripped.contains(" msg=")) {
                message = stripped.contains("level=warning") ? "" : unquoted(stripped);
            }
            if (!message.isEmpty()) {
                last = message;
            }
        }
        return new RuntimeMessage(last);
    }

    private static String fromJson(String line) {
        try {
            JsonObject json = Json.parseObject(line);
            String level = json.getString("level", "error");
            return level.equals("warning") || level.equals("debug") || level.equals("info")
                    ? ""
                    : json.getString("msg", line);
        } catch (JpodException e) {
            return line;
        }
    }

    /** The value of {@code msg="…"} with its escapes undone. */
    private static String unquoted(String line) {
        int start = line.indexOf(" msg=") + 5;
        if (start >= line.length() || line.charAt(start) != '"') {
            int end = line.indexOf(' ', start);
            return end < 0 ? line.substring(start) : line.substring(start, end);
        }
        StringBuilder out = new StringBuilder();
        for (int i = start + 1; i < line.length() && line.charAt(i) != '"'; i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                i++;
                char escaped = line.charAt(i);
                out.append(escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** The sentence itself; empty when nothing was said. */
    public String text() {
        return text;
    }

    /**
     * The failure in podman's words, which sorts by what the sentence says: a permission that is missing, a file that is missing, or
     * anything else.
     *
     * @param runtime the provider's id, which comes first in the message
     * @param startsProcess true for operations that start a command of the user's; only they can fail because of it
     */
    public JpodException failure(String runtime, boolean startsProcess) {
        String said = text.isEmpty() ? "no reason given" : text;
        String prefixed = said.startsWith(runtime + ": ") ? said : runtime + ": " + said;
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("permission denied") || lower.contains("operation not permitted")) {
            return new JpodException(
                    startsProcess ? ErrorCode.COMMAND_NOT_INVOKABLE : ErrorCode.EXTERNAL,
                    prefixed + ": OCI permission denied");
        }
        if (startsProcess
                && (lower.contains("executable file not found in") || lower.contains("no such file or directory"))) {
            return new JpodException(
                    ErrorCode.COMMAND_NOT_FOUND,
                    prefixed + ": OCI runtime attempted to invoke a command that was not found");
        }
        return new JpodException(
                startsProcess ? ErrorCode.COMMAND_NOT_INVOKABLE : ErrorCode.EXTERNAL, "OCI runtime error: " + prefixed);
    }
}
