package io.jpod.engine.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.engine.LogRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReaderTest {
    @TempDir
    Path directory;

    private final List<String> seen = new ArrayList<>();

    @Test
    void readsAllRecordsWithTheirTimesAndStreams() throws IOException {
        write("2024-02-29T23:59:59.123456789+01:00 stdout F one", "2024-03-01T00:00:00Z stderr F two words");
        read(-1, Optional.empty(), Optional.empty());
        assertEquals(List.of("2024-02-29T22:59:59.123456789Z out one", "2024-03-01T00:00:00Z err two words"), seen);
    }

    @Test
    void tailCountsLinesNotRecords() throws IOException {
        write(at(1, "F a"), at(2, "P b1"), at(3, "P b2"), at(4, "F b3"), at(5, "F c"));
        read(2, Optional.empty(), Optional.empty());
        assertEquals(List.of("b1+", "b2+", "b3", "c"), texts());
    }

    @Test
    void tailLargerThanTheFileGivesEverything() throws IOException {
        write(at(1, "F a"), at(2, "F b"));
        read(2, Optional.empty(), Optional.empty());
        assertEquals(List.of("a", "b"), texts());
        seen.clear();
        read(100, Optional.empty(), Optional.empty());
        assertEquals(List.of("a", "b"), texts());
        seen.clear();
        read(0, Optional.empty(), Optional.empty());
        assertEquals(List.of(), texts());
    }

    @Test
    void tailFindsItsStartAcrossChunks() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            lines.add(at(i % 60, "F line " + i + " " + "x".repeat(i % 97)));
        }
        write(lines.toArray(new String[0]));
        read(3000, Optional.empty(), Optional.empty());
        assertEquals(3000, seen.size());
        assertEquals(true, texts().get(0).startsWith("line 2000 "));
    }

    @Test
    void sinceAndUntilLimit() throws IOException {
        write(at(1, "F a"), at(2, "F b"), at(3, "F c"));
        read(
                -1,
                Optional.of(Instant.parse("2024-01-01T00:00:02Z")),
                Optional.of(Instant.parse("2024-01-01T00:00:02Z")));
        assertEquals(List.of("b"), texts());
    }

    @Test
    void brokenLinesAreLeftOut() throws IOException {
        write("rubbish", at(1, "F a"), "2024-13-01T00:00:00Z stdout F month", "2024-01-01T00:00:00Z stdout");
        Files.writeString(file(), "2024-01-01T00:00:00Z stdout F torn", StandardOpenOption.APPEND);
        read(-1, Optional.empty(), Optional.empty());
        assertEquals(List.of("a"), texts());
    }

    @Test
    void followSeesWhatIsAppendedAndAReplacedFile() throws IOException {
        write(at(1, "F a"), at(2, "F long enough to be longer than the next file"));
        int[] step = {0};
        LogRequest request = new LogRequest(true, -1, Optional.empty(), Optional.empty());
        new LogReader(file()).read(request, this::record, millis -> {
            try {
                step[0]++;
                if (step[0] == 1) {
                    Files.writeString(file(), at(3, "F b") + "\n", StandardOpenOption.APPEND);
                } else if (step[0] == 2) {
                    Path next = directory.resolve("next");
                    Files.writeString(next, at(4, "F c") + "\n");
                    Files.move(next, file(), StandardCopyOption.REPLACE_EXISTING);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return step[0] == 3;
        });
        assertEquals(List.of("a", "long enough to be longer than the next file", "b", "c"), texts());
    }

    @Test
    void missingFileIsAnEmptyLog() {
        read(-1, Optional.empty(), Optional.empty());
        assertEquals(List.of(), texts());
    }

    private Path file() {
        return directory.resolve("ctr.log");
    }

    private static String at(int second, String rest) {
        return "2024-01-01T00:00:" + (second < 10 ? "0" : "") + second + "Z stdout " + rest;
    }

    private void write(String... lines) throws IOException {
        Files.writeString(file(), String.join("\n", lines) + "\n");
    }

    private void read(long tail, Optional<Instant> since, Optional<Instant> until) {
        new LogReader(file()).read(new LogRequest(false, tail, since, until), this::record, millis -> true);
    }

    private void record(Instant time, boolean stderr, boolean partial, byte[] text) {
        seen.add(time + (stderr ? " err " : " out ") + new String(text, StandardCharsets.UTF_8) + (partial ? "+" : ""));
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (String line : seen) {
            texts.add(line.substring(line.indexOf(' ') + 5));
        }
        return texts;
    }
}
