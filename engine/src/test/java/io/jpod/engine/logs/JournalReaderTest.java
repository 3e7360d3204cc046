package io.jpod.engine.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.engine.EngineContext;
import io.jpod.engine.LogRequest;
import io.jpod.engine.spec.SpecFixture;
import io.jpod.support.posix.PosixLoader;
import io.jpod.support.process.PosixProcessRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

/** With a journalctl that is a shell script. */
@Timeout(30)
class JournalReaderTest {
    private static final String ENTRIES = """
            {"__REALTIME_TIMESTAMP":"1700000000000001","PRIORITY":"6","MESSAGE":"one\\n"}
            {"__REALTIME_TIMESTAMP":"1700000001000000","PRIORITY":"3","MESSAGE":[255,10]}
            {"__REALTIME_TIMESTAMP":"1700000002000000","PRIORITY":"6","CONTAINER_PARTIAL_MESSAGE":"true","MESSAGE":"be"}
            {"__REALTIME_TIMESTAMP":"1700000003000000","PRIORITY":"6","MESSAGE":"gun\\n"}
            {"__REALTIME_TIMESTAMP":"1700000003500000","PRIORITY":"6","MESSAGE":null}
            """;

    @TempDir
    private Path directory;

    private final List<String> seen = new ArrayList<>();
    private SpecFixture fixture;
    private EngineContext context;

    @BeforeEach
    void journal() throws IOException {
        fixture = new SpecFixture(directory);
        EngineContext with = fixture.context;
        Log log = Mockito.mock(Log.class);
        context = new EngineContext(
                with.root(),
                with.runRoot(),
                with.host(),
                with.providers(),
                with.locks(),
                new PosixProcessRunner(PosixLoader.load(log), Map.of("PATH", "/usr/bin:/bin"), log),
                with.posix(),
                log,
                with.clock(),
                with.settings(),
                List.of());
    }

    private void script(String body) throws IOException {
        Path script = directory.resolve("journalctl");
        Files.writeString(script, "#!/bin/sh\necho \"$*\" >" + directory.resolve("arguments") + "\n" + body);
        assertTrue(script.toFile().setExecutable(true));
        fixture.host.executables.put("journalctl", script);
    }

    private void read(LogRequest request, LogReader.Ending ending) {
        new JournalReader(context, "abc")
                .read(
                        request,
                        (time, stderr, partial, text) ->
                                seen.add(time + (stderr ? " err " : " out ") + show(text) + (partial ? "+" : "")),
                        ending);
    }

    private static String show(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    @Test
    void recordsKeepTimeStreamAndBytes() throws IOException {
        script("cat <<'END'\n" + ENTRIES + "END\n");
        read(new LogRequest(false, -1, Optional.empty(), Optional.empty()), millis -> true);
        assertEquals(
                List.of(
                        "2023-11-14T22:13:20.000001Z out one",
                        "2023-11-14T22:13:21Z err \u00ff",
                        "2023-11-14T22:13:22Z out be+",
                        "2023-11-14T22:13:23Z out gun"),
                seen);
        assertTrue(Files.readString(directory.resolve("arguments")).contains("--no-tail CONTAINER_ID_FULL=abc"));
    }

    @Test
    void timesAndTailAreAskedForAndKept() throws IOException {
        script("cat <<'END'\n" + ENTRIES + "END\n");
        Instant second = Instant.parse("2023-11-14T22:13:21Z");
        read(new LogRequest(false, 5, Optional.of(second), Optional.of(second)), millis -> true);
        assertEquals(List.of("2023-11-14T22:13:21Z err \u00ff"), seen);
        assertTrue(Files.readString(directory.resolve("arguments")).contains("--lines=5 --since=@1700000001 "));
    }

    @Test
    void followingEndsWithTheContainerAndEndsJournalctl() throws IOException {
        script("cat <<'END'\n" + ENTRIES + "END\nexec sleep 1000\n");
        read(new LogRequest(true, -1, Optional.empty(), Optional.empty()), millis -> !seen.isEmpty());
        assertEquals(4, seen.size());
    }

    @Test
    void withoutJournalctlTheRemedyIsNamed() {
        JpodException failure = assertThrows(
                JpodException.class,
                () -> read(new LogRequest(false, -1, Optional.empty(), Optional.empty()), millis -> true));
        assertTrue(failure.getMessage().contains("journalctl"), failure.getMessage());
    }
}
