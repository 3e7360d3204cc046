package io.jpod.testkit.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.ContainerId;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.ProviderContext;
import io.jpod.api.lock.LockManager;
import io.jpod.api.lock.LockName;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import io.jpod.api.runtime.OciRuntime;
import io.jpod.api.runtime.RuntimeProvider;
import io.jpod.testkit.host.FakeHostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every runtime provider does. No program is started and no privilege needed: a runtime only builds and reads words. */
public abstract class RuntimeContractTest {
    protected static final ContainerId ID = new ContainerId("c0ffee00".repeat(8));

    @TempDir
    protected Path directory;

    protected final FakeHostFacts host = new FakeHostFacts();
    private Path program;

    /** A new provider. */
    protected abstract RuntimeProvider provider();

    /** What the runtime prints when create finds no such command in the container's search path. */
    protected abstract String commandNotFound();

    /** What it prints when the command is a directory or must not be executed. */
    protected abstract String commandNotInvokable();

    /** What it prints when it is asked about a container that it does not know; {@link #ID} stands for its id. */
    protected abstract String unknownContainer();

    /** The program that it looks for on the search path. */
    protected String program() {
        return provider().id();
    }

    @BeforeEach
    void installProgram() throws IOException {
        program = directory.resolve("bin/runtime");
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\n");
        assertTrue(program.toFile().setExecutable(true));
        host.executables.put(program(), program);
    }

    protected final ProviderContext context(Map<String, String> options) {
        return new ProviderContext(
                host,
                directory.resolve("data"),
                directory.resolve("run"),
                options,
                new NoProcesses(),
                new NoLocks(),
                new Silence());
    }

    protected final OciRuntime open() {
        return provider().open(context(Map.of()));
    }

    @Test
    void idIsAWordAndLevelIsNotNewerThanTheApi() {
        assertTrue(provider().id().matches("[a-z0-9][a-z0-9-]*"), provider().id());
        assertTrue(provider().apiLevel() <= ApiLevel.CURRENT);
    }

    @Test
    void probeFindsTheProgramOrSaysWhatIsMissing() {
        assertInstanceOf(Availability.Usable.class, provider().probe(host));
        host.executables.clear();
        Availability.Unusable missing =
                assertInstanceOf(Availability.Unusable.class, provider().probe(host));
        assertFalse(missing.reason().isBlank());
        assertFalse(missing.remedy().isBlank());
    }

    @Test
    void openRefusesWhenTheProgramIsMissing() {
        host.executables.clear();
        JpodException failure =
                assertThrows(JpodException.class, () -> provider().open(context(Map.of())));
        assertEquals(ErrorCode.HOST, failure.code());
    }

    @Test
    void pathOptionNamesTheProgram() throws IOException {
        Path other = directory.resolve("other");
        Files.copy(program, other);
        assertTrue(other.toFile().setExecutable(true));
        Map<String, String> options = new HashMap<>();
        options.put("path", other.toString());
        assertEquals(other, provider().open(context(options)).executable());
    }

    @Test
    void stateIsKeptBelowTheRunDirectory() {
        assertTrue(open().globalArguments().contains(directory.resolve("run").toString()));
    }

    @Test
    void everyCommandIsProgramGlobalArgumentsAndTheContainer() {
        OciRuntime runtime = open();
        for (List<String> argv : List.of(
                runtime.start(ID),
                runtime.kill(ID, 15, false),
                runtime.delete(ID, false),
                runtime.pause(ID, true),
                runtime.pause(ID, false),
                runtime.update(ID, Path.of("/resources.json")))) {
            assertEquals(runtime.executable().toString(), argv.get(0));
            assertEquals(
                    runtime.globalArguments(),
                    argv.subList(1, 1 + runtime.globalArguments().size()));
            assertTrue(argv.contains(ID.value()), argv.toString());
        }
    }

    @Test
    void killTellsTheSignalAndWhetherAllAreMeant() {
        OciRuntime runtime = open();
        assertTrue(runtime.kill(ID, 9, false).contains("9"));
        assertNotEquals(runtime.kill(ID, 9, false), runtime.kill(ID, 9, true));
    }

    @Test
    void freezingAndThawingDiffer() {
        assertNotEquals(open().pause(ID, true), open().pause(ID, false));
    }

    @Test
    void forcedDeleteDiffers() {
        assertNotEquals(open().delete(ID, true), open().delete(ID, false));
    }

    @Test
    void missingCommandIsTold() {
        JpodException failure = open().failure("create", ID, commandNotFound());
        assertEquals(ErrorCode.COMMAND_NOT_FOUND, failure.code());
        assertTrue(failure.getMessage().endsWith("OCI runtime attempted to invoke a command that was not found"));
        assertEquals(
                ErrorCode.COMMAND_NOT_FOUND,
                open().failure("exec", ID, commandNotFound()).code());
    }

    @Test
    void commandThatCannotBeInvokedIsTold() {
        JpodException failure = open().failure("create", ID, commandNotInvokable());
        assertEquals(ErrorCode.COMMAND_NOT_INVOKABLE, failure.code());
        assertTrue(failure.getMessage().endsWith("OCI permission denied"));
    }

    @Test
    void unknownContainerIsTold() {
        assertEquals(
                ErrorCode.NOT_FOUND,
                open().failure("kill", ID, unknownContainer()).code());
    }

    @Test
    void operationsThatStartNothingNeverBlameTheCommand() {
        for (String operation : List.of("start", "kill", "delete", "pause", "update")) {
            ErrorCode code = open().failure(operation, ID, commandNotFound()).code();
            assertEquals(ErrorCode.EXTERNAL, code, operation);
        }
    }

    @Test
    void manyThreadsGetTheSameWords() {
        OciRuntime runtime = open();
        List<String> alone = runtime.kill(ID, 9, true);
        IntStream.range(0, 1000).parallel().forEach(round -> {
            assertEquals(alone, runtime.kill(ID, 9, true));
            assertEquals(
                    ErrorCode.COMMAND_NOT_FOUND,
                    runtime.failure("create", ID, commandNotFound()).code());
        });
    }

    @Test
    void silenceIsAFailureToo() {
        assertFalse(open().failure("create", ID, "").getMessage().isBlank());
    }

    /** A runtime starts nothing. */
    private static final class NoProcesses implements ProcessRunner {
        @Override
        public ProcessResult run(ProcessRequest request) {
            throw new AssertionError("a runtime starts no program: " + request.argv());
        }

        @Override
        public int spawn(ProcessRequest request) {
            throw new AssertionError("a runtime starts no program: " + request.argv());
        }
    }

    /** A runtime takes no lock. */
    private static final class NoLocks implements LockManager {
        @Override
        public Lock exclusive(LockName name) {
            throw new AssertionError("a runtime takes no lock");
        }

        @Override
        public Lock shared(LockName name) {
            throw new AssertionError("a runtime takes no lock");
        }

        @Override
        public Optional<Lock> tryExclusive(LockName name, Duration patience) {
            throw new AssertionError("a runtime takes no lock");
        }
    }

    /** What is logged is not looked at. */
    private static final class Silence implements Log {
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
}
