package io.jpod.support.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.TestPosix;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PosixProcessRunnerTest {
    private final Posix posix = TestPosix.load();
    private final List<String> messages = new ArrayList<>();
    private final PosixProcessRunner runner = new PosixProcessRunner(
            posix, Map.of("PATH", "/usr/bin:/bin", "INHERITED", "yes"), new TestPosix.SilentLog() {
                @Override
                public void debug(String message) {
                    messages.add(message);
                }
            });

    @TempDir
    Path dir;

    private static ProcessRequest.Builder sh(String script) {
        return ProcessRequest.builder(List.of("sh", "-c", script));
    }

    @Test
    void collectsOutputErrorAndExitCode() {
        ProcessResult result = runner.run(sh("echo out; echo err >&2; exit 3").build());
        assertEquals(3, result.exitCode());
        assertEquals("out\n", result.stdout());
        assertEquals("err\n", result.stderr());
        assertEquals(137, runner.run(sh("kill -9 $$").build()).exitCode());
    }

    @Test
    void writesOneDebugLinePerChild() {
        runner.run(ProcessRequest.of(List.of("false")));
        assertEquals(1, messages.size());
        assertTrue(messages.get(0).matches("process \\d+ \\[false\\]: exit 1, \\d+ ms"), messages.get(0));
    }

    @Test
    void feedsInputWhileItReadsOutput() {
        byte[] input = "0123456789abcdef".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        ProcessResult result =
                runner.run(ProcessRequest.builder(List.of("cat")).input(input).build());
        assertEquals(new String(input, StandardCharsets.US_ASCII), result.stdout());
    }

    @Test
    void aChildThatDoesNotReadItsInputIsNoError() {
        byte[] input = new byte[1_000_000];
        ProcessResult result = runner.run(sh("exec <&-; echo done").input(input).build());
        assertEquals("done\n", result.stdout());
    }

    @Test
    void doesNotWaitForWhatTheChildLeavesBehind() throws Exception {
        Path fifo = dir.resolve("fifo");
        posix.makeNode(Posix.AT_FDCWD, fifo.toString(), 010600, 0);
        // The one left behind holds the output open until somebody writes to the fifo.
        ProcessResult result = runner.run(sh("cat " + fifo + " & echo started").build());
        assertEquals("started\n", result.stdout());
        Files.writeString(fifo, "go");
    }

    @Test
    void killsAfterTheTimeout() {
        ProcessRequest request =
                sh("echo $$; exec sleep 1000").timeout(Duration.ofMillis(300)).build();
        JpodException e = assertThrows(JpodException.class, () -> runner.run(request));
        assertEquals(ErrorCode.INTERRUPTED, e.code());
        assertEquals("sh did not end within 300 ms and was killed", e.getMessage());
    }

    @Test
    void inheritsOrCleansTheEnvironment() {
        assertEquals(
                "yes new\n",
                runner.run(sh("echo $INHERITED $ADDED")
                                .environment("ADDED", "new")
                                .build())
                        .stdout());
        ProcessRequest clean = sh("echo \"$INHERITED$ADDED\"")
                .environment("ADDED", "new")
                .cleanEnvironment()
                .directory(dir)
                .build();
        assertEquals("new\n", runner.run(clean).stdout());
        assertEquals(dir + "\n", runner.run(sh("pwd").directory(dir).build()).stdout());
    }

    @Test
    void saysWhichProgramIsMissing() {
        JpodException e =
                assertThrows(JpodException.class, () -> runner.run(ProcessRequest.of(List.of("no-such-program"))));
        assertEquals(ErrorCode.HOST, e.code());
        assertEquals("exec: \"no-such-program\": executable file not found in $PATH", e.getMessage());
        JpodException path =
                assertThrows(JpodException.class, () -> runner.spawn(ProcessRequest.of(List.of("/etc/passwd"))));
        assertEquals("exec: \"/etc/passwd\": no such executable", path.getMessage());
    }

    @Test
    void spawnedProgramsLiveInTheirOwnSessionWithTheDescriptorsGiven() throws Exception {
        Path file = dir.resolve("out");
        int out = posix.open(Posix.AT_FDCWD, file.toString(), Posix.O_WRONLY | Posix.O_CREAT, 0600);
        String script =
                "s=$(cut -d' ' -f6 /proc/$$/stat); l=$(readlink /proc/$$/fd/0 /proc/$$/fd/1); echo $s $$ $l >&7";
        int pid = runner.spawn(sh(script).descriptor(7, out).build());
        posix.close(out);
        assertEquals(0, posix.waitFor(pid, 0));
        assertEquals(pid + " " + pid + " /dev/null /dev/null\n", Files.readString(file));
    }

    @Test
    void programsAreFoundBehindThePathToo() throws Exception {
        SearchPath path = new SearchPath(posix, "relative::" + dir);
        Path program = Files.writeString(dir.resolve("mine"), "#!/bin/sh\n");
        assertFalse(path.find("mine").isPresent());
        posix.changeMode(Posix.AT_FDCWD, program.toString(), 0755);
        assertEquals(program.toString(), path.find("mine").orElseThrow());
        assertTrue(path.find("sh").isPresent());
        assertTrue(new SearchPath(posix, "").find("chroot").isPresent());
        assertFalse(path.find("/etc").isPresent());
    }
}
