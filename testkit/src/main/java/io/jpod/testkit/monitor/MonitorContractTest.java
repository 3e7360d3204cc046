package io.jpod.testkit.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ContainerId;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.monitor.Attachment;
import io.jpod.api.monitor.ContainerMonitor;
import io.jpod.api.monitor.MonitorCreateRequest;
import io.jpod.api.monitor.MonitorExecRequest;
import io.jpod.api.monitor.MonitoredProcess;
import io.jpod.api.monitor.PendingExec;
import io.jpod.api.monitor.ProcessExit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The promises of {@link ContainerMonitor}; extend it and say how containers are made here. */
@Timeout(60)
public abstract class MonitorContractTest {
    private static final ContainerId ID = new ContainerId("c".repeat(64));
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SESSION = "5".repeat(64);

    @TempDir
    protected Path directory;

    private final Clock clock = Clock.systemUTC();
    private final List<MonitoredProcess> monitored = new ArrayList<>();
    private final List<ContainerId> created = new ArrayList<>();

    /** The monitor to be tested. */
    protected abstract ContainerMonitor monitor();

    /** A request for a container that runs the program; run and exit directories are filled in by the caller. */
    protected abstract MonitorCreateRequest.Builder container(ContainerId id, SampleProgram program) throws IOException;

    /** A request for a session that runs the program in the container of the last {@link #container}; directories as above. */
    protected abstract MonitorExecRequest.Builder session(ContainerId id, SampleProgram program) throws IOException;

    /** Runs the program of a created container, as {@code runtime start} does. */
    protected abstract void start(ContainerId id);

    /** Kills the container's process with SIGKILL. */
    protected abstract void kill(ContainerId id);

    /** Also waits for the monitors: they write their last files into the directory that is about to go. */
    @AfterEach
    void endContainers() throws IOException {
        for (ContainerId id : created) {
            kill(id);
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (MonitoredProcess process : monitored) {
            while (lives(process.monitorPid())) {
                assertTrue(System.nanoTime() < deadline, "the monitor outlives its container by " + PATIENCE);
                Thread.onSpinWait();
            }
        }
    }

    /** False for a process that waits to be collected; this program itself does not count: a fake may monitor from within. */
    private static boolean lives(int pid) throws IOException {
        if (pid == ProcessHandle.current().pid()) {
            return false;
        }
        try {
            String stat =
                    Files.readString(Path.of("/proc", Integer.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return false;
            }
            throw e;
        }
    }

    /** Creates and remembers, so that both the container and its monitor are gone before the next test. */
    protected MonitoredProcess create(MonitorCreateRequest request) {
        MonitoredProcess process = monitor().create(request);
        created.add(request.id());
        monitored.add(process);
        return process;
    }

    private Path run() {
        return directory.resolve("run");
    }

    private Path exits() {
        return directory.resolve("exits");
    }

    private MonitoredProcess create(SampleProgram program, boolean stdin) throws IOException {
        Files.createDirectories(run());
        Files.createDirectories(exits());
        return create(container(ID, program)
                .runDirectory(run())
                .exitDirectory(exits())
                .stdin(stdin)
                .stdinOnce(true)
                .build());
    }

    private ProcessExit awaitExit(Path exitDirectory) {
        return awaitExit(exitDirectory, ID);
    }

    /** Waits until an exit is recorded. */
    protected ProcessExit awaitExit(Path exitDirectory, ContainerId id) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<ProcessExit> exit = monitor().exit(exitDirectory, id);
            if (exit.isPresent()) {
                return exit.get();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("no exit was recorded in " + exitDirectory);
    }

    private static String[] drain(Attachment attachment) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int count = attachment.read(buffer); count >= 0; count = attachment.read(buffer)) {
            (attachment.lastWasStderr() ? err : out).write(buffer, 0, count);
        }
        return new String[] {out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8)};
    }

    @Test
    void createdContainerHasAProcessAndNoExit() throws IOException {
        MonitoredProcess process = create(SampleProgram.RUNS, false);
        assertTrue(process.pid() > 0);
        assertTrue(process.monitorPid() > 0);
        assertEquals(Optional.empty(), monitor().exit(exits(), ID));
    }

    @Test
    void everyByteOfBothStreamsReachesWhoAttachedBeforeTheStart() throws Exception {
        create(SampleProgram.PRINTS, false);
        try (Attachment attachment = monitor().attach(run())) {
            start(ID);
            String[] output = drain(attachment);
            assertEquals("out\n", output[0]);
            assertEquals("err\n", output[1]);
        }
        assertEquals(7, awaitExit(exits()).code());
    }

    @Test
    void inputIsPassedOnUntilItIsClosed() throws Exception {
        create(SampleProgram.COPIES, true);
        try (Attachment attachment = monitor().attach(run())) {
            start(ID);
            byte[] text = "bytes".getBytes(StandardCharsets.UTF_8);
            attachment.write(text, 0, text.length);
            attachment.closeInput();
            assertEquals("bytes", drain(attachment)[0]);
        }
        assertEquals(0, awaitExit(exits()).code());
    }

    @Test
    void deathBySignalIsRecordedAs128PlusItsNumber() throws Exception {
        create(SampleProgram.RUNS, false);
        start(ID);
        kill(ID);
        ProcessExit exit = awaitExit(exits());
        assertEquals(137, exit.code());
        assertTrue(exit.time().isAfter(clock.instant().minus(Duration.ofHours(1))));
    }

    @Test
    void failedCreationIsToldInTheRuntimesWords() {
        JpodException failure = assertThrows(JpodException.class, () -> create(SampleProgram.MISSING, false));
        assertEquals(ErrorCode.COMMAND_NOT_FOUND, failure.code());
    }

    @Test
    void nobodyListensWhereNoContainerIs() throws IOException {
        Files.createDirectories(run());
        JpodException failure =
                assertThrows(JpodException.class, () -> monitor().attach(run()));
        assertEquals(ErrorCode.NOT_FOUND, failure.code());
    }

    @Test
    void messagesToAMonitorThatIsGoneAreNoError() throws IOException {
        Files.createDirectories(run());
        monitor().resize(run(), 24, 80);
        monitor().reopenLog(run());
        assertEquals(Optional.empty(), monitor().exit(directory.resolve("nowhere"), ID));
    }

    private MonitorExecRequest execRequest(SampleProgram program, boolean attach) throws IOException {
        Path sessionDirectory = directory.resolve("session");
        Files.createDirectories(sessionDirectory.resolve("exit"));
        return session(ID, program)
                .session(SESSION)
                .runDirectory(sessionDirectory)
                .exitDirectory(sessionDirectory.resolve("exit"))
                .stdin(program == SampleProgram.COPIES)
                .attach(attach)
                .build();
    }

    @Test
    void attachedSessionLosesNoOutput() throws Exception {
        create(SampleProgram.RUNS, false);
        start(ID);
        MonitorExecRequest request = execRequest(SampleProgram.PRINTS, true);
        try (PendingExec pending = monitor().exec(request);
                Attachment attachment = pending.attach()) {
            assertTrue(pending.start().pid() > 0);
            String[] output = drain(attachment);
            assertEquals("out\n", output[0]);
            assertEquals("err\n", output[1]);
        }
        assertEquals(7, awaitExit(request.exitDirectory()).code());
        assertEquals(Optional.empty(), monitor().exit(exits(), ID));
    }

    @Test
    void detachedSessionRunsByItself() throws Exception {
        create(SampleProgram.RUNS, false);
        start(ID);
        MonitorExecRequest request = execRequest(SampleProgram.PRINTS, false);
        try (PendingExec pending = monitor().exec(request)) {
            pending.start();
        }
        assertEquals(7, awaitExit(request.exitDirectory()).code());
    }

    @Test
    void sessionOfAMissingProgramFailsInTheRuntimesWords() throws Exception {
        create(SampleProgram.RUNS, false);
        start(ID);
        MonitorExecRequest request = execRequest(SampleProgram.MISSING, false);
        try (PendingExec pending = monitor().exec(request)) {
            JpodException failure = assertThrows(JpodException.class, pending::start);
            assertEquals(ErrorCode.COMMAND_NOT_FOUND, failure.code());
        }
    }
}
