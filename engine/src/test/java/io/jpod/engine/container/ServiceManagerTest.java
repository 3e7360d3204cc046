package io.jpod.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.jpod.api.process.ProcessRunner;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Providers;
import io.jpod.engine.request.CreateRequest;
import io.jpod.engine.request.LifecycleOptions;
import io.jpod.engine.spec.SpecFixture;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.testkit.host.FakeHostFacts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceManagerTest {
    private final Posix posix = mock(Posix.class);
    private final FakeHostFacts host = new FakeHostFacts();
    private final RecordingLog log = new RecordingLog();
    private final List<String> sent = new ArrayList<>();

    @BeforeEach
    void listen() throws PosixException {
        when(posix.connectDatagram("/notify")).thenReturn(7);
        when(posix.write(anyInt(), any(), anyInt(), anyInt())).then(call -> {
            sent.add(new String(call.getArgument(1, byte[].class), StandardCharsets.US_ASCII));
            return 1;
        });
    }

    private ServiceManager manager(String mode) {
        CreateRequest request = SpecFixture.request()
                .lifecycle(LifecycleOptions.builder().sdNotify(mode).build())
                .build();
        ContainerConfig config = mock(ContainerConfig.class);
        when(config.request()).thenReturn(request);
        return new ServiceManager(
                new EngineContext(
                        Path.of("/root"),
                        Path.of("/run"),
                        host,
                        mock(Providers.class),
                        new CountedLocks(),
                        mock(ProcessRunner.class),
                        posix,
                        log,
                        Clock.systemUTC(),
                        new JsonObject(),
                        List.of()),
                config);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            container | true  | MAINPID=12
            conmon    | false | MAINPID=12#READY=1
            ignore    | false | ''
            ''        | false | ''
            """)
    void whatIsTold(String mode, boolean relayed, String message) {
        host.environment.put("NOTIFY_SOCKET", "/notify");
        ServiceManager manager = manager(mode);
        assertEquals(relayed ? Optional.of(Path.of("/notify")) : Optional.empty(), manager.relayed());
        manager.started(12);
        assertEquals(message, String.join(" ", sent).replace('\n', '#'));
    }

    @Test
    void nobodyWaits() {
        assertEquals(Optional.empty(), manager("container").relayed());
        manager("conmon").started(12);
        assertEquals(List.of(), sent);
    }

    @Test
    void aSocketThatNobodyListensToIsToldAndNoMore() throws PosixException {
        host.environment.put("NOTIFY_SOCKET", "/gone");
        when(posix.connectDatagram(anyString())).thenThrow(new PosixException("connect", "/gone", Errno.ENOENT));
        manager("conmon").started(12);
        assertTrue(log.warnings.get(0).startsWith("Notifying systemd of Conmon PID: "), log.warnings::toString);
    }
}
