package io.jpod.monitor.conmon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConmonAnswerTest {
    @TempDir
    Path directory;

    private static ConmonAnswer parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ConmonAnswer.parse(bytes, bytes.length);
    }

    @Test
    void processIdIsTheNumber() {
        ConmonAnswer answer = parse("{\"data\": 4711}\n");
        assertEquals(4711, answer.number());
        assertFalse(answer.failed());
    }

    @Test
    void exitCodeAfterTheProcessIdIsNotTheAnswer() {
        ConmonAnswer answer = parse("{\"data\": 4711}\n{\"data\": 0}\n");
        assertEquals(4711, answer.number());
    }

    @Test
    void runtimeLogIsBetterThanTheMessage() throws IOException {
        Path log = directory.resolve("oci-log");
        Files.writeString(
                log,
                "{\"msg\":\"careful\",\"level\":\"warning\"}\n"
                        + "{\"msg\":\"executable file `nosuch` not found in $PATH\",\"level\":\"error\"}\n");
        ConmonAnswer answer = parse("{\"data\": -1, \"message\": \"something\"}\n");
        assertTrue(answer.failed());
        assertEquals("executable file `nosuch` not found in $PATH", answer.failure(log, ""));
    }

    @Test
    void messageCountsWhenTheRuntimeLoggedNothing() {
        ConmonAnswer answer = parse("{\"data\": -1, \"message\": \"container `a` already exists\\n\"}\n");
        assertEquals("container `a` already exists", answer.failure(directory.resolve("missing"), "noise"));
    }

    @Test
    void silenceIsToldWithWhatConmonPrinted() {
        assertEquals(
                "[conmon:e]: no runtime", parse("").failure(directory.resolve("missing"), "[conmon:e]: no runtime\n"));
        assertEquals("conmon ended without an answer", parse("").failure(directory.resolve("missing"), ""));
    }

    @Test
    void tornDocumentIsAFailureWithItsText() {
        ConmonAnswer answer = parse("{\"data\": 47");
        assertTrue(answer.failed());
        assertEquals("{\"data\": 47", answer.failure(directory.resolve("missing"), ""));
    }
}
