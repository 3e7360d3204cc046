package io.jpod.monitor.conmon;

import io.jpod.api.JpodException;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** One line of JSON from a pipe of conmon: a process id, or a negative number and what went wrong. */
final class ConmonAnswer {
    private final int number;
    private final String message;

    private ConmonAnswer(int number, String message) {
        this.number = number;
        this.message = message;
    }

    /**
     * Reads {@code {"data": 123}} or {@code {"data": -1, "message": "…"}}; any other text is a failure with that text. More lines may
     * follow: the exit code of an exec session that has ended already.
     */
    static ConmonAnswer parse(byte[] bytes, int length) {
        int end = 0;
        while (end < length && bytes[end] != '\n') {
            end++;
        }
        String text = new String(bytes, 0, end, StandardCharsets.UTF_8).trim();
        try {
            JsonObject json = Json.parseObject(text);
            return new ConmonAnswer(
                    json.getInt("data", -1), json.getString("message", "").trim());
        } catch (JpodException e) {
            return new ConmonAnswer(-1, text);
        }
    }

    int number() {
        return number;
    }

    boolean failed() {
        return number < 0;
    }

    /**
     * What went wrong, from the best source: the runtime's own log, what conmon passed on, what conmon itself printed.
     *
     * @param runtimeLog JSON lines with {@code level} and {@code msg}
     */
    String failure(Path runtimeLog, String conmonOutput) {
        String logged = lastError(runtimeLog);
        if (!logged.isEmpty()) {
            return logged;
        }
        if (!message.isEmpty()) {
            return message;
        }
        String printed = conmonOutput.trim();
        return printed.isEmpty() ? "conmon ended without an answer" : printed;
    }

    private static String lastError(Path runtimeLog) {
        String text;
        try {
            text = new String(Files.readAllBytes(runtimeLog), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
        String found = "";
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            String line = text.substring(start, end).trim();
            start = end + 1;
            if (line.isEmpty()) {
                continue;
            }
            try {
                JsonObject json = Json.parseObject(line);
                String level = json.getString("level", "");
                if (level.equals("error") || level.equals("fatal")) {
                    found = json.getString("msg", "").trim();
                }
            } catch (JpodException e) {
                found = line;
            }
        }
        return found;
    }
}
