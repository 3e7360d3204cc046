package io.jpod.support.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class StreamLogTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private StreamLog log(LogLevel level, String zone, boolean terminal) {
        Clock clock = Clock.fixed(Instant.parse("2022-11-23T09:05:07.9Z"), ZoneId.of(zone));
        return new StreamLog(out, level, clock, terminal);
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void linesLookLikePodmans() {
        log(LogLevel.WARN, "UTC", false).warn("a \"quoted\" word");
        log(LogLevel.WARN, "Asia/Kolkata", false).error("one\ntwo\u0001 ü");
        log(LogLevel.WARN, "America/Caracas", false).error("plain/word");
        assertEquals(
                "time=\"2022-11-23T09:05:07Z\" level=warning msg=\"a \\\"quoted\\\" word\"\n"
                        + "time=\"2022-11-23T14:35:07+05:30\" level=error msg=\"one\\ntwo\\x01 ü\"\n"
                        + "time=\"2022-11-23T05:05:07-04:00\" level=error msg=plain/word\n",
                text());
    }

    @Test
    void onATerminalLinesAreShort() {
        log(LogLevel.WARN, "UTC", true).warn("take care");
        assertEquals("\u001b[33mWARN\u001b[0m[0000] take care\n", text());
    }

    @Test
    void lessImportantMessagesAreDropped() {
        StreamLog log = log(LogLevel.ERROR, "UTC", false);
        log.debug("d");
        log.info("i");
        log.warn("w");
        assertEquals("", text());
        assertFalse(log.isDebug());
        StreamLog all = log(LogLevel.TRACE, "UTC", false);
        assertTrue(all.isDebug());
        all.debug("d");
        all.info("i");
        assertEquals(2, text().lines().count());
    }

    @Test
    void levelsAreNamedAsPodmanNamesThem() {
        assertEquals(LogLevel.WARN, LogLevel.parse("warning"));
        assertEquals(LogLevel.PANIC, LogLevel.parse("PANIC"));
        JpodException e = assertThrows(JpodException.class, () -> LogLevel.parse("foo"));
        assertEquals(ErrorCode.USAGE, e.code());
        assertEquals(
                "Log Level \"foo\" is not supported, choose from: trace, debug, info, warn, warning, error, fatal, panic",
                e.getMessage());
    }
}
