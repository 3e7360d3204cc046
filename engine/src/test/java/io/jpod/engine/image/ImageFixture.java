package io.jpod.engine.image;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.jpod.api.Log;
import io.jpod.api.host.HostFacts;
import io.jpod.api.lock.LockManager;
import io.jpod.api.lock.LockName;
import io.jpod.api.process.ProcessRunner;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Providers;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.PosixLoader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** An image store below a temporary directory. */
final class ImageFixture {
    final RecordingLayers layers = new RecordingLayers();
    final List<String> messages = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    final Map<String, String> environment = new HashMap<>();
    final ProcessRunner processes = mock(ProcessRunner.class);
    JsonObject registries = new JsonObject();
    final EngineContext context;
    final StoredImages images;

    ImageFixture(Path root) {
        this(root, new ProcessLocks());
    }

    /** Another process on the same store. */
    ImageFixture(Path root, ImageFixture other) {
        this(root, other.context.locks());
    }

    private ImageFixture(Path root, LockManager locks) {
        HostFacts host = mock(HostFacts.class);
        when(host.architecture()).thenReturn("amd64");
        when(host.environment()).thenReturn(environment);
        when(host.home()).thenReturn(root.resolve("home"));
        Log log = new Log() {
            @Override
            public void debug(String message) {}

            @Override
            public boolean isDebug() {
                return false;
            }

            @Override
            public void warn(String message) {
                warnings.add(message);
            }

            @Override
            public void error(String message) {
                warnings.add(message);
            }
        };
        this.context = new EngineContext(
                root.resolve("data"),
                root.resolve("run"),
                host,
                mock(Providers.class),
                locks,
                processes,
                PosixLoader.load(log),
                log,
                Clock.systemUTC(),
                new JsonObject(),
                List.of());
        this.images = new StoredImages(context, layers, () -> registries);
    }

    /** Locks within this process. */
    private static final class ProcessLocks implements LockManager {
        private final ReentrantLock lock = new ReentrantLock();

        @Override
        public Lock exclusive(LockName name) {
            if (lock.isHeldByCurrentThread()) {
                throw new IllegalStateException("lock taken twice");
            }
            lock.lock();
            return lock::unlock;
        }

        @Override
        public Lock shared(LockName name) {
            return exclusive(name);
        }

        @Override
        public Optional<Lock> tryExclusive(LockName name, Duration patience) {
            return Optional.of(exclusive(name));
        }
    }
}
