package io.jpod.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTest {
    private static List<String> printed(Trace trace) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        trace.print(stream);
        stream.flush();
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void nothingIsPrintedUnlessItIsWanted() {
        Trace trace = Trace.since("", "");
        trace.mark("start of java");
        assertEquals(List.of(), printed(trace));
    }

    @Test
    void eachPhaseHasItsBeginningItsTimeAndItsPlace() {
        Trace trace = Trace.since(Long.toString(System.nanoTime() - 80_000_000L), "");
        trace.mark("start of java");
        trace.mark("wiring");
        trace.want();
        List<String> lines = printed(trace);
        assertEquals(4, lines.size(), lines::toString);
        assertTrue(lines.get(1).matches("trace: +0\\.0 +[0-9]+\\.[0-9]  start of java +#{40,}"), lines.get(1));
        assertTrue(lines.get(2).matches("trace: +[0-9]+\\.[0-9] +[0-9]+\\.[0-9]  wiring {50,}#+"), lines.get(2));
        assertTrue(lines.get(3).matches("trace: +0\\.0 +[0-9]+\\.[0-9]  total"), lines.get(3));
    }

    @Test
    void theScriptsClockIsTheWalls() {
        Trace trace = Trace.since("", Long.toString(System.currentTimeMillis() - 5000));
        trace.mark("start of java");
        trace.want();
        assertTrue(
                printed(trace).get(1).matches("trace: +0\\.0 +5[0-9]{3}\\.[0-9]  start of java.*"),
                () -> printed(trace).toString());
        Trace odd = Trace.since("x", "");
        odd.mark("a");
        odd.want();
        assertEquals(3, printed(odd).size());
    }
}
