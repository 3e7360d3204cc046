package io.jpod.api;

import io.jpod.api.host.HostFacts;
import io.jpod.api.lock.LockManager;
import io.jpod.api.process.ProcessRunner;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** What the engine hands to a provider when it is opened. Immutable; may be shared between threads. */
public final class ProviderContext {
    private final HostFacts host;
    private final Path dataDirectory;
    private final Path runDirectory;
    private final Map<String, String> options;
    private final ProcessRunner processes;
    private final LockManager locks;
    private final Log log;

    public ProviderContext(
            HostFacts host,
            Path dataDirectory,
            Path runDirectory,
            Map<String, String> options,
            ProcessRunner processes,
            LockManager locks,
            Log log) {
        this.host = Objects.requireNonNull(host);
        this.dataDirectory = Objects.requireNonNull(dataDirectory);
        this.runDirectory = Objects.requireNonNull(runDirectory);
        this.options = Map.copyOf(options);
        this.processes = Objects.requireNonNull(processes);
        this.locks = Objects.requireNonNull(locks);
        this.log = Objects.requireNonNull(log);
    }

    public HostFacts host() {
        return host;
    }

    /** A directory of the provider's own for durable data; may not exist yet. */
    public Path dataDirectory() {
        return dataDirectory;
    }

    /** A directory of the provider's own that does not survive a reboot; may not exist yet. */
    public Path runDirectory() {
        return runDirectory;
    }

    /** The options given for this provider, for example by {@code --storage-opt}; names without the provider's prefix. */
    public Map<String, String> options() {
        return options;
    }

    public ProcessRunner processes() {
        return processes;
    }

    public LockManager locks() {
        return locks;
    }

    public Log log() {
        return log;
    }
}
