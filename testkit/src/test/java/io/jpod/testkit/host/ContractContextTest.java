package io.jpod.testkit.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ProviderContext;
import io.jpod.api.lock.LockManager;
import io.jpod.api.lock.LockName;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ContractContextTest {
    private final ProviderContext context = ContractContext.in(Path.of("/nowhere"), Map.of("a", "b"));

    @Test
    void programsOfTheSearchPathAreFoundAndRun() {
        Path shell = context.host().findExecutable("sh").orElseThrow();
        List<String> argv = List.of(shell.toString(), "-c", "cat; echo $X >&2; exit 3");
        byte[] input = "in".getBytes(StandardCharsets.UTF_8);
        ProcessRequest request =
                ProcessRequest.builder(argv).input(input).environment("X", "y").build();
        assertEquals(new ProcessResult(3, "in", "y\n"), context.processes().run(request));
    }

    @Test
    void locksExcludeOtherThreadsAndMayBeClosedTwice() throws Exception {
        LockName name = new LockName(LockName.Scope.LAYER, "x");
        LockManager.Lock lock = context.locks().exclusive(name);
        assertEquals(Optional.empty(), elsewhere(name));
        lock.close();
        lock.close();
        assertTrue(elsewhere(name).isPresent());
    }

    private Optional<Boolean> elsewhere(LockName name) throws Exception {
        return CompletableFuture.supplyAsync(
                        () -> context.locks().tryExclusive(name, Duration.ZERO).map(lock -> {
                            lock.close();
                            return true;
                        }))
                .get();
    }
}
