package io.jpod.engine.embed;

import io.jpod.api.Log;
import io.jpod.api.host.HostFacts;
import io.jpod.api.process.ProcessRunner;
import io.jpod.engine.Engine;
import io.jpod.engine.EngineContext;
import io.jpod.engine.root.DataRoot;
import io.jpod.support.host.LinuxHostFacts;
import io.jpod.support.json.JsonObject;
import io.jpod.support.lock.FileLockManager;
import io.jpod.support.namespace.RuntimeDirectory;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixLoader;
import io.jpod.support.process.PosixProcessRunner;
import io.jpod.support.toml.TomlFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts engines together from a program's settings. Immutable. */
final class Assembly {
    private final Map<String, String> settings;
    private final Map<String, String> environment;
    private final Log log;
    private final Posix posix;
    private final HostFacts host;

    Assembly(Map<String, String> settings, Map<String, String> environment, Consumer<String> receiver) {
        this.settings = settings;
        this.environment = environment;
        this.log = new LineLog(receiver);
        this.posix = PosixLoader.load(log);
        this.host = new LinuxHostFacts(posix, environment, Path.of("/"));
    }

    Posix posix() {
        return posix;
    }

    HostFacts host() {
        return host;
    }

    Log log() {
        return log;
    }

    ProcessRunner processes() {
        return new PosixProcessRunner(posix, environment, log);
    }

    /** The runtime root; made when it is missing. */
    Path runRoot() {
        String given = settings.getOrDefault("runroot", "");
        if (given.isEmpty()) {
            return new RuntimeDirectory(posix, host, Path.of("/")).open();
        }
        Path runRoot = Path.of(given);
        DataRoot.make(runRoot);
        return runRoot;
    }

    /** A new engine, for one thread. */
    Engine engine() {
        Path root = DataRoot.locate(settings.getOrDefault("root", ""), host);
        DataRoot.checkFormat(root);
        Path runRoot = runRoot();
        TomlFiles files = new TomlFiles(
                posix,
                Path.of("/"),
                environment,
                host.home(),
                host.rootless(),
                Optional.of(runRoot.resolve("settings")),
                Clock.systemDefaultZone(),
                log);
        JsonObject containers = files.containers();
        ProcessRunner processes = processes();
        FileLockManager locks = new FileLockManager(posix, runRoot.resolve("locks"));
        ClassPathProviders providers = new ClassPathProviders(
                settings, containers, files.storage(), host, root, runRoot, processes, locks, log);
        return Engine.open(new EngineContext(
                root,
                runRoot,
                host,
                providers,
                locks,
                processes,
                posix,
                log,
                Clock.systemDefaultZone(),
                containers,
                List.of()));
    }

    /** Warnings and errors as lines. */
    private record LineLog(Consumer<String> receiver) implements Log {
        @Override
        public void debug(String message) {}

        @Override
        public boolean isDebug() {
            return false;
        }

        @Override
        public void warn(String message) {
            receiver.accept("warning: " + message);
        }

        @Override
        public void error(String message) {
            receiver.accept("error: " + message);
        }
    }
}
