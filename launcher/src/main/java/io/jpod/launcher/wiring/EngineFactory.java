package io.jpod.launcher.wiring;

import io.jpod.api.Log;
import io.jpod.api.host.HostFacts;
import io.jpod.api.lock.LockManager;
import io.jpod.api.process.ProcessRunner;
import io.jpod.cli.EngineOpener;
import io.jpod.cli.EngineSession;
import io.jpod.cli.GlobalOptions;
import io.jpod.cli.OpenedEngine;
import io.jpod.engine.Containers;
import io.jpod.engine.EngineContext;
import io.jpod.engine.root.DataRoot;
import io.jpod.launcher.provider.Catalog;
import io.jpod.support.json.JsonObject;
import io.jpod.support.lock.FileLockManager;
import io.jpod.support.log.LogLevel;
import io.jpod.support.log.StreamLog;
import io.jpod.support.namespace.NamespaceEntry;
import io.jpod.support.namespace.RuntimeDirectory;
import io.jpod.support.posix.Posix;
import io.jpod.support.process.PosixProcessRunner;
import io.jpod.support.toml.TomlFiles;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Opens engines for the command line. What it is given is asked for only when an engine is opened. */
public final class EngineFactory implements EngineOpener {
    private final Path home;
    private final Supplier<Posix> posix;
    private final Supplier<HostFacts> host;
    private final Supplier<NamespaceEntry> namespaces;
    private final OutputStream stderr;
    private final Clock clock;
    private final Consumer<String> trace;

    /**
     * @param home the distribution's directory
     * @param trace told the name of each phase at its end
     */
    public EngineFactory(
            Path home,
            Supplier<Posix> posix,
            Supplier<HostFacts> host,
            Supplier<NamespaceEntry> namespaces,
            OutputStream stderr,
            Clock clock,
            Consumer<String> trace) {
        this.home = home;
        this.posix = posix;
        this.host = host;
        this.namespaces = namespaces;
        this.stderr = stderr;
        this.clock = clock;
        this.trace = trace;
    }

    @Override
    public EngineSession open(GlobalOptions flags) {
        trace.accept("arguments");
        Posix calls = posix.get();
        HostFacts facts = host.get();
        // Modes below are meant as they are written, whatever the caller's shell says.
        calls.setUmask(0022);
        Log log = new StreamLog(stderr, LogLevel.parse(flags.logLevel()), clock, calls.isTerminal(2));
        Path root = DataRoot.locate(flags.root(), facts);
        DataRoot.checkFormat(root);
        Path runRoot = flags.runRoot().isEmpty()
                ? new RuntimeDirectory(calls, facts, Path.of("/")).open()
                : Path.of(flags.runRoot()).toAbsolutePath().normalize();
        DataRoot.make(runRoot);
        Map<String, String> environment = facts.environment();
        TomlFiles files = new TomlFiles(
                calls,
                Path.of("/"),
                environment,
                facts.home(),
                facts.rootless(),
                Optional.of(runRoot.resolve("settings")),
                clock,
                log);
        JsonObject containers = files.containers();
        if (!flags.cgroupManager().isEmpty()) {
            containers.put("engine", containers.getObject("engine").put("cgroup_manager", flags.cgroupManager()));
        }
        JsonObject storage = files.storage();
        ProcessRunner processes = new PosixProcessRunner(calls, environment, log);
        LockManager locks = new FileLockManager(calls, runRoot.resolve("locks"));
        StorageChoice choice = new StorageChoice(root, log);
        SelectedProviders providers = new SelectedProviders(
                new Catalog(
                        home.resolve("lib/providers.index"), Catalog.pluginDirectories(environment, facts.home()), log),
                new ProviderOptions(flags, containers, storage),
                choice,
                choice.named(flags.storageDriver(), environment, storage),
                flags.monitor(),
                facts,
                root,
                runRoot,
                processes,
                locks,
                log);
        EngineContext context = new EngineContext(
                root,
                runRoot,
                facts,
                providers,
                locks,
                processes,
                calls,
                log,
                clock,
                containers,
                selfCommand(flags, root, runRoot));
        trace.accept("wiring");
        return new OpenedEngine(context);
    }

    /** The same engine again, whatever the environment and the directory are then. */
    private List<String> selfCommand(GlobalOptions flags, Path root, Path runRoot) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/jpod").toString());
        command.addAll(List.of("--root", root.toString(), "--runroot", runRoot.toString()));
        add(command, "--log-level", flags.logLevel().equals("warn") ? "" : flags.logLevel());
        add(command, "--runtime", flags.runtime());
        add(command, "--storage-driver", flags.storageDriver());
        for (String option : flags.storageOptions()) {
            add(command, "--storage-opt", option);
        }
        for (String flag : flags.runtimeFlags()) {
            add(command, "--runtime-flag", flag);
        }
        add(command, "--cgroup-manager", flags.cgroupManager());
        add(command, "--network-cmd-path", flags.networkCommandPath());
        add(command, "--conmon", flags.conmon());
        add(command, "--monitor", flags.monitor());
        return command;
    }

    private static void add(List<String> command, String flag, String value) {
        if (!value.isEmpty()) {
            command.add(flag);
            command.add(value);
        }
    }

    @Override
    public void releaseNamespaces(GlobalOptions flags) {
        if (!host.get().rootless()) {
            return;
        }
        // Running containers would hold on to the namespaces: whoever finds their monitors joins those again.
        if (posix.get().getEuid() == 0) {
            try (EngineSession session = open(flags)) {
                for (Containers.Snapshot container : session.containers().list()) {
                    session.containers().stop(container.config().id(), OptionalInt.empty());
                }
            }
        }
        namespaces.get().release();
    }
}
