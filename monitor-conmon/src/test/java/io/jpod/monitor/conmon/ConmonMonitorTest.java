package io.jpod.monitor.conmon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jpod.api.ContainerId;
import io.jpod.api.Log;
import io.jpod.api.monitor.Attachment;
import io.jpod.api.monitor.ContainerMonitor;
import io.jpod.api.monitor.MonitorCreateRequest;
import io.jpod.api.monitor.MonitorExecRequest;
import io.jpod.api.monitor.MonitoredProcess;
import io.jpod.api.process.ProcessRequest;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixLoader;
import io.jpod.support.process.PosixProcessRunner;
import io.jpod.testkit.monitor.MonitorContractTest;
import io.jpod.testkit.monitor.SampleProgram;
import io.jpod.testkit.runtime.FakeRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** conmon with a runtime that is a shell script: needs neither privileges nor namespaces. */
class ConmonMonitorTest extends MonitorContractTest {
    private static final Path CONMON = Path.of("/usr/bin/conmon");
    private static final ContainerId OTHER = new ContainerId("d".repeat(64));

    private final Log log = new QuietLog();
    private final Posix posix = PosixLoader.load(log);
    private final PosixProcessRunner processes = new PosixProcessRunner(posix, Map.of("PATH", "/usr/bin:/bin"), log);
    private FakeRuntime runtime;

    private static final class QuietLog implements Log {
        @Override
        public void debug(String message) {}

        @Override
        public boolean isDebug() {
            return false;
        }

        @Override
        public void warn(String message) {}

        @Override
        public void error(String message) {}
    }

    @BeforeEach
    void unpackRuntime() throws IOException {
        assumeTrue(Files.isExecutable(CONMON), "install the package conmon");
        Path script = directory.resolve("script-runtime");
        try (InputStream in = getClass().getResourceAsStream("/script-runtime")) {
            Files.write(script, in.readAllBytes());
        }
        assertTrue(script.toFile().setExecutable(true));
        runtime = new FakeRuntime(
                script, List.of("--root", directory.resolve("state").toString()));
    }

    @Override
    protected ContainerMonitor monitor() {
        return new ConmonMonitor(CONMON, processes, posix, log);
    }

    private static String script(SampleProgram program) {
        return switch (program) {
            case PRINTS -> "echo out; echo err >&2; exit 7\n";
            case COPIES -> "exec cat\n";
            case RUNS -> "exec sleep 1000\n";
            case MISSING -> "";
        };
    }

    @Override
    protected MonitorCreateRequest.Builder container(ContainerId id, SampleProgram program) throws IOException {
        Path bundle = directory.resolve("bundle");
        Files.createDirectories(bundle);
        Files.writeString(bundle.resolve("program"), script(program));
        return MonitorCreateRequest.builder()
                .id(id)
                .name("sample")
                .runtime(runtime)
                .bundle(bundle)
                .logDriver("k8s-file")
                .logPath(directory.resolve("log"))
                .environment(Map.of("PATH", "/usr/bin:/bin"));
    }

    @Override
    protected MonitorExecRequest.Builder session(ContainerId id, SampleProgram program) throws IOException {
        Path process = directory.resolve("process");
        Files.writeString(process, script(program));
        return MonitorExecRequest.builder()
                .id(id)
                .runtime(runtime)
                .bundle(directory.resolve("bundle"))
                .processFile(process)
                .environment(Map.of("PATH", "/usr/bin:/bin"));
    }

    @Override
    protected void start(ContainerId id) {
        processes.run(ProcessRequest.of(runtime.start(id)));
    }

    @Override
    protected void kill(ContainerId id) {
        processes.run(ProcessRequest.of(runtime.kill(id, 9, false)));
    }

    private MonitorCreateRequest.Builder otherContainer(SampleProgram program) throws IOException {
        Files.createDirectories(directory.resolve("run"));
        Files.createDirectories(directory.resolve("exits"));
        return container(OTHER, program)
                .runDirectory(directory.resolve("run"))
                .exitDirectory(directory.resolve("exits"));
    }

    @Test
    void lifetimeDescriptorEndsWithTheProcess() throws Exception {
        int[] lifetime = posix.pipe();
        create(otherContainer(SampleProgram.PRINTS)
                .lifetimeDescriptor(lifetime[1])
                .build());
        posix.close(lifetime[1]);
        start(OTHER);
        assertEquals(0, posix.read(lifetime[0], new byte[1], 0, 1));
        assertEquals(7, awaitExit(directory.resolve("exits"), OTHER).code());
        posix.close(lifetime[0]);
    }

    @Test
    void outputIsLoggedAndTheExitCommandRuns() throws Exception {
        Path told = directory.resolve("told");
        assertEquals(
                0,
                processes
                        .run(ProcessRequest.of(List.of("mkfifo", told.toString())))
                        .exitCode());
        create(otherContainer(SampleProgram.PRINTS)
                .exitCommand(List.of("/bin/sh", "-c", "echo \"$1\" >\"$0\"", told.toString(), "ended"))
                .build());
        start(OTHER);
        assertEquals("ended\n", Files.readString(told));
        String logged = Files.readString(directory.resolve("log"));
        assertTrue(logged.contains(" stdout F out\n"), logged);
        assertTrue(logged.contains(" stderr F err\n"), logged);
    }

    @Test
    void processIdsAreWrittenWhereTheCallerWantsThem() throws Exception {
        Path pid = directory.resolve("wanted.pid");
        Path monitorPid = directory.resolve("wanted-monitor.pid");
        MonitoredProcess process = create(otherContainer(SampleProgram.RUNS)
                .pidFile(pid)
                .monitorPidFile(monitorPid)
                .build());
        assertEquals(Integer.toString(process.pid()), Files.readString(pid));
        assertEquals(Integer.toString(process.monitorPid()), Files.readString(monitorPid));
    }

    @Test
    void largeInputAndOutputPassWhole() throws Exception {
        create(otherContainer(SampleProgram.COPIES).stdin(true).stdinOnce(true).build());
        byte[] block = "0123456789abcdef".repeat(500).getBytes(StandardCharsets.US_ASCII);
        long received = 0;
        try (Attachment attachment = monitor().attach(directory.resolve("run"))) {
            start(OTHER);
            byte[] buffer = new byte[8192];
            for (int i = 0; i < 50; i++) {
                attachment.write(block, 0, block.length);
                long target = (i + 1L) * block.length;
                while (received < target) {
                    int count = attachment.read(buffer);
                    assertTrue(count >= 0, "ended after " + received + " bytes");
                    received += count;
                }
            }
            attachment.closeInput();
            assertEquals(-1, attachment.read(buffer));
        }
        assertEquals(50L * block.length, received);
    }
}
