package io.jpod.support.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.jpod.support.posix.Errno;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SyslogTest {
    private final Clock clock = Clock.fixed(Instant.parse("2022-11-03T09:05:07.9Z"), ZoneId.of("UTC"));
    private final Posix posix = mock(Posix.class);
    private final List<String> sent = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void listen() throws PosixException {
        when(posix.getPid()).thenReturn(42);
        when(posix.connectDatagram("/b")).thenReturn(7);
        when(posix.connectDatagram("/a")).thenThrow(new PosixException("connect", "/a", Errno.ENOENT));
        when(posix.write(anyInt(), any(), anyInt(), anyInt())).then(call -> {
            sent.add(new String(call.getArgument(1, byte[].class), StandardCharsets.UTF_8));
            return 1;
        });
    }

    private StreamLog log(LogLevel level) {
        return new StreamLog(out, level, clock, true, Syslog.open(posix, clock, "/a", "/b"));
    }

    @Test
    void messagesGoToBothWithTheirSeverity() {
        StreamLog log = log(LogLevel.INFO);
        log.debug("d");
        log.info("i");
        log.error("two words");
        assertEquals(
                List.of(
                        "<14>Nov  3 09:05:07 jpod[42]: time=\"2022-11-03T09:05:07Z\" level=info msg=i",
                        "<11>Nov  3 09:05:07 jpod[42]: time=\"2022-11-03T09:05:07Z\" level=error msg=\"two words\""),
                sent);
        assertEquals(2, out.toString(StandardCharsets.UTF_8).lines().count());
    }

    @Test
    void nobodyListens() throws PosixException {
        when(posix.connectDatagram(anyString())).thenThrow(new PosixException("connect", "/b", Errno.ECONNREFUSED));
        assertEquals(Optional.empty(), Syslog.open(posix, clock, "/a", "/b"));
    }

    @Test
    void aDaemonThatWasStartedAnewIsConnectedAgainAndOneThatEndedIsTold() throws PosixException {
        StreamLog log = log(LogLevel.WARN);
        when(posix.connectDatagram("/b")).thenReturn(8);
        doThrow(new PosixException("write", "7", Errno.ECONNREFUSED))
                .when(posix)
                .write(eq(7), any(), anyInt(), anyInt());
        log.warn("again");
        assertEquals(1, sent.size());
        doThrow(new PosixException("write", "8", Errno.ECONNREFUSED))
                .when(posix)
                .write(eq(8), any(), anyInt(), anyInt());
        log.warn("lost");
        assertEquals(1, sent.size());
        String text = out.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("Failed to send a message to syslog") && text.contains("lost"), text);
    }
}
