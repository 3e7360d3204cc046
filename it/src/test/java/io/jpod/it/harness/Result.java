package io.jpod.it.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** A command that has ended. The assertions show argv and both streams when they fail, and return this for chaining. */
public record Result(List<String> argv, int exitCode, String out, String err) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Result exits(int expected) {
        assertEquals(expected, exitCode, () -> "exit code of " + this);
        return this;
    }

    public Result succeeds() {
        return exits(0);
    }

    /** Standard output without the last newline. */
    public Result prints(String expected) {
        assertEquals(expected, text(), () -> "standard output of " + this);
        return this;
    }

    public Result printsMatching(String regex) {
        assertTrue(text().matches("(?s)" + regex), () -> "standard output does not match " + regex + ": " + this);
        return this;
    }

    public Result says(String part) {
        assertTrue(out.contains(part), () -> "standard output lacks '" + part + "': " + this);
        return this;
    }

    public Result complains(String part) {
        assertTrue(err.contains(part), () -> "standard error lacks '" + part + "': " + this);
        return this;
    }

    /** Fails the way a user can act on: an {@code Error:} line, no stack trace. */
    public Result failsPlainly(int code) {
        exits(code);
        assertTrue(err.contains("Error: "), () -> "no 'Error: ' line: " + this);
        assertTrue(!err.contains("\tat ") && !err.contains("Exception"), () -> "a stack trace or class name: " + this);
        return this;
    }

    public String text() {
        return out.endsWith("\n") ? out.substring(0, out.length() - 1) : out;
    }

    public List<String> lines() {
        return out.isEmpty() ? List.of() : text().lines().toList();
    }

    public JsonNode json() {
        try {
            return JSON.readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError("standard output is not JSON: " + this, e);
        }
    }

    @Override
    public String toString() {
        return argv + "\nexit code " + exitCode + "\n--- stdout\n" + shorten(out) + "\n--- stderr\n" + shorten(err);
    }

    private static String shorten(String text) {
        return text.length() < 8000
                ? text
                : text.substring(0, 4000) + "\n[...]\n" + text.substring(text.length() - 4000);
    }
}
