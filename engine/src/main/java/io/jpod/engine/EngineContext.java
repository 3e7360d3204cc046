package io.jpod.engine;

import io.jpod.api.Log;
import io.jpod.api.host.HostFacts;
import io.jpod.api.lock.LockManager;
import io.jpod.api.process.ProcessRunner;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.Posix;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/**
 * What an engine stands on; made by the launcher or by an embedding program.
 *
 * @param root the data root
 * @param runRoot the runtime root
 * @param settings {@code containers.conf}, merged over all its places; empty when there is none
 * @param selfCommand how the engine starts itself for work that must happen when nobody waits, such as cleanup after a detached
 *     container: an argument vector that is followed by a subcommand; empty when it cannot
 * @param trace told the name of each phase at its end, for whoever measures where the time goes
 */
public record EngineContext(
        Path root,
        Path runRoot,
        HostFacts host,
        Providers providers,
        LockManager locks,
        ProcessRunner processes,
        Posix posix,
        Log log,
        Clock clock,
        JsonObject settings,
        List<String> selfCommand,
        Consumer<String> trace) {
    /** Within {@code engine} of the settings: the directory whose {@code config.json} holds credentials; absent for the usual files. */
    public static final String CLIENT_CONFIG = "client_config";

    /** Within {@code engine} of the settings: where the state of running containers is; absent for the runtime root. */
    public static final String TMP_DIR = "tmp_dir";

    /** Within {@code engine} of the settings: true when containers live in the runtime root and end with the machine. */
    public static final String TRANSIENT_STORE = "transient_store";

    public EngineContext {
        selfCommand = List.copyOf(selfCommand);
    }

    /** The directory of volumes: {@code engine.volume_path} of the settings, or one below the data root. */
    public Path volumes() {
        String configured = settings.getObject("engine").getString("volume_path", "");
        return configured.isEmpty()
                ? root.resolve("volumes")
                : Path.of(configured).toAbsolutePath().normalize();
    }

    /** One that nobody measures. */
    public EngineContext(
            Path root,
            Path runRoot,
            HostFacts host,
            Providers providers,
            LockManager locks,
            ProcessRunner processes,
            Posix posix,
            Log log,
            Clock clock,
            JsonObject settings,
            List<String> selfCommand) {
        this(root, runRoot, host, providers, locks, processes, posix, log, clock, settings, selfCommand, phase -> {});
    }
}
