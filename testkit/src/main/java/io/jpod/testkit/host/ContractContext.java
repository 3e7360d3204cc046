package io.jpod.testkit.host;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.ProviderContext;
import io.jpod.api.lock.LockManager;
import io.jpod.api.lock.LockName;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a provider is opened with in tests that use real programs: the search path's programs, processes by the JDK's own means, locks
 * of this virtual machine, a log that nobody reads.
 */
public final class ContractContext {
    private ContractContext() {}

    /** A context with that directory for durable data; the other one lies beside it. */
    public static ProviderContext in(Path directory, Map<String, String> options) {
        return new ProviderContext(
                host(),
                directory,
                directory.resolveSibling(directory.getFileName() + "-run"),
                options,
                new JdkProcesses(),
                new ThreadLocks(),
                new Silence());
    }

    /** A fake host that has the programs of this process's search path. */
    public static FakeHostFacts host() {
        FakeHostFacts host = new FakeHostFacts();
        for (String place : System.getProperty(
                        "jpod.path", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
                .split(":")) {
            String[] names = new File(place).list();
            for (String name : names == null ? new String[0] : names) {
                Path program = Path.of(place, name);
                if (Files.isExecutable(program)) {
                    host.executables.putIfAbsent(name, program);
                }
            }
        }
        return host;
    }

    /** Descriptors are not passed on: the JDK cannot. */
    private static final class JdkProcesses implements ProcessRunner {
        @Override
        public ProcessResult run(ProcessRequest request) {
            try {
                Process process = start(request, ProcessBuilder.Redirect.PIPE);
                CompletableFuture<byte[]> errors = CompletableFuture.supplyAsync(() -> readAll(process));
                try (OutputStream input = process.getOutputStream()) {
                    input.write(request.input().orElse(new byte[0]));
                }
                byte[] output = process.getInputStream().readAllBytes();
                long limit = request.timeout().orElse(Duration.ofMinutes(1)).toMillis();
                if (!process.waitFor(limit, TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
                String said = new String(errors.join(), StandardCharsets.UTF_8);
                return new ProcessResult(process.waitFor(), new String(output, StandardCharsets.UTF_8), said);
            } catch (IOException | InterruptedException e) {
                throw JpodException.host("running " + request.argv(), e);
            }
        }

        @Override
        public int spawn(ProcessRequest request) {
            try {
                return (int) start(request, ProcessBuilder.Redirect.DISCARD).pid();
            } catch (IOException e) {
                throw JpodException.host("starting " + request.argv(), e);
            }
        }

        private static Process start(ProcessRequest request, ProcessBuilder.Redirect output) throws IOException {
            ProcessBuilder builder =
                    new ProcessBuilder(request.argv()).redirectOutput(output).redirectError(output);
            if (request.cleanEnvironment()) {
                builder.environment().clear();
            }
            builder.environment().putAll(request.environment());
            request.directory().ifPresent(directory -> builder.directory(directory.toFile()));
            return builder.start();
        }

        private static byte[] readAll(Process process) {
            try {
                return process.getErrorStream().readAllBytes();
            } catch (IOException e) {
                return new byte[0];
            }
        }
    }

    /** Shared locks are exclusive here, which is allowed. */
    private static final class ThreadLocks implements LockManager {
        private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

        private ReentrantLock lock(LockName name) {
            return locks.computeIfAbsent(name.scope() + " " + name.name(), key -> new ReentrantLock());
        }

        @Override
        public Lock exclusive(LockName name) {
            ReentrantLock lock = lock(name);
            lock.lock();
            return once(lock);
        }

        private static Lock once(ReentrantLock lock) {
            AtomicBoolean held = new AtomicBoolean(true);
            return () -> {
                if (held.getAndSet(false)) {
                    lock.unlock();
                }
            };
        }

        @Override
        public Lock shared(LockName name) {
            return exclusive(name);
        }

        @Override
        public Optional<Lock> tryExclusive(LockName name, Duration patience) {
            ReentrantLock lock = lock(name);
            try {
                return lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)
                        ? Optional.of(once(lock))
                        : Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
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
