package io.jpod.idmap.subid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubordinateIdsTest {
    @TempDir
    private Path etc;

    private final List<List<String>> started = new ArrayList<>();

    private List<SubordinateRange> read(String text) throws IOException {
        Files.writeString(etc.resolve("subuid"), text);
        return new SubordinateIds(etc, Optional.empty(), null).userIds("ann", 1000);
    }

    private String error(String text) {
        JpodException thrown = assertThrows(JpodException.class, () -> read(text), text);
        assertTrue(thrown.remedy().isPresent(), thrown.getMessage());
        return thrown.getMessage();
    }

    @Test
    void rangesAreFoundByNameAndByNumberInTheirOrder() throws IOException {
        List<SubordinateRange> ranges =
                read("# comment\n\nbob:1:2\nann:100000:65536\n1000:300000:1000\nanna:7:7\n10001:9:9\n");
        assertEquals(2, ranges.size());
        assertEquals("100000:65536", ranges.get(0).text());
        assertEquals("300000:1000", ranges.get(1).text());
        assertEquals(etc.resolve("subuid") + ":5", ranges.get(1).origin());
    }

    @Test
    void missingFileHoldsNothing() {
        assertEquals(List.of(), new SubordinateIds(etc, Optional.empty(), null).userIds("ann", 1000));
    }

    @Test
    void badLineOfTheUserIsAnErrorThatNamesFileAndLine() {
        for (String bad : List.of(
                "ann:100000",
                "ann:x:65536",
                "ann:100000:y",
                "ann:100000:1:1",
                "ann:-5:10",
                "ann::",
                "ann:4294967295:10",
                "ann:0:10",
                "ann:100000:0")) {
            String message = error("bob:1:2\n" + bad + "\n");
            assertTrue(message.startsWith(etc.resolve("subuid") + ":2: "), message);
        }
    }

    @Test
    void badLinesOfOthersDoNoHarm() throws IOException {
        assertEquals(1, read("bob:x:y\nnonsense\nann:100000:65536\n").size());
    }

    @Test
    void nonsenseIsToldWhenTheUserHasNoOtherLine() {
        assertTrue(error("ann 100000 65536\n").contains("subuid:1: "), "file and line");
    }

    @Test
    void overlappingRangesAreAnErrorThatNamesBothLines() {
        String message = error("ann:100000:1000\nbob:1:1\nann:100999:1000\n");
        assertTrue(message.contains("subuid:3: ") && message.contains("subuid:1"), message);
    }

    @Test
    void filesInOtherEncodingsAreRead() throws IOException {
        Files.write(
                etc.resolve("subuid"), new byte[] {'#', (byte) 0xe9, '\n', 'a', 'n', 'n', ':', '5', ':', '6', '\n'});
        assertEquals(
                1,
                new SubordinateIds(etc, Optional.empty(), null)
                        .userIds("ann", 1000)
                        .size());
    }

    @Test
    void nssIsAskedWhereItIsConfigured() throws IOException {
        Files.writeString(etc.resolve("nsswitch.conf"), "passwd: files\nsubid: sss\n");
        Files.writeString(etc.resolve("subuid"), "ann:1:1\n");
        SubordinateIds ids = new SubordinateIds(
                etc, Optional.of(Path.of("/usr/bin/getsubids")), answering("0: ann 200000 65536\n1: ann 400000 10\n"));
        assertEquals("200000:65536", ids.userIds("ann", 1000).get(0).text());
        assertEquals("400000:10", ids.groupIds("ann", 1000).get(1).text());
        assertEquals(
                List.of(List.of("/usr/bin/getsubids", "ann"), List.of("/usr/bin/getsubids", "-g", "ann")), started);
    }

    @Test
    void nssIsNotAskedForFiles() throws IOException {
        Files.writeString(etc.resolve("nsswitch.conf"), "subid: files\n");
        Files.writeString(etc.resolve("subuid"), "ann:100000:1000\n");
        SubordinateIds ids = new SubordinateIds(etc, Optional.of(Path.of("/usr/bin/getsubids")), answering("wrong"));
        assertEquals("100000:1000", ids.userIds("ann", 1000).get(0).text());
        assertEquals(List.of(), started);
    }

    private ProcessRunner answering(String text) {
        return new ProcessRunner() {
            @Override
            public ProcessResult run(ProcessRequest request) {
                started.add(request.argv());
                return new ProcessResult(0, text, "");
            }

            @Override
            public int spawn(ProcessRequest request) {
                throw new AssertionError("not needed");
            }
        };
    }
}
