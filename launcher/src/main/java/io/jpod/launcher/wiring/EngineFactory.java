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
import io.jpod.plugins.Catalog;
import io.jpod.plugins.Plugins;
import io.jpod.plugins.store.PluginStore;
import io.jpod.session.SessionWish;
import io.jpod.support.json.JsonObject;
import io.jpod.support.lock.FileLockManager;
import io.jpod.support.log.LogLevel;
import io.jpod.support.log.StreamLog;
import io.jpod.support.log.Syslog;
import io.jpod.support.namespace.NamespaceEntry;
import io.jpod.support.namespace.RuntimeDirectory;
import io.jpod.support.posix.Posix;
import io.jpod.support.process.PosixProcessRunner;
import io.jpod.support.process.ToolEnvironment;
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
    private static final int ENGINE_UMASK = 0022;

    private final Path home;
    private final Supplier<Posix> posix;
    private final Supplier<HostFacts> host;
    private final Supplier<NamespaceEntry> namespaces;
    private final OutputStream stderr;
    private final Clock clock;
    private final Consumer<String> trace;
    private final Runnable traceWanted;
    private final Runnable restart;
    private int callersUmask = -1;

    /**
     * @param home the distribution's directory
     * @param trace told the name of each phase at its end
     * @param traceWanted told when the user wants to see them
     * @param restart called before much data is moved, with the caller's umask; see {@link EngineOpener#beforeTransfer}
     */
    public EngineFactory(
            Path home,
            Supplier<Posix> posix,
            Supplier<HostFacts> host,
            Supplier<NamespaceEntry> namespaces,
            OutputStream stderr,
            Clock clock,
            Consumer<String> trace,
            Runnable traceWanted,
            Runnable restart) {
        this.home = home;
        this.posix = posix;
        this.host = host;
        this.namespaces = namespaces;
        this.stderr = stderr;
        this.clock = clock;
        this.trace = trace;
        this.traceWanted = traceWanted;
        this.restart = restart;
    }

    @Override
    public EngineSession open(GlobalOptions flags) {
        trace.accept("arguments");
        Posix calls = posix.get();
        HostFacts facts = host.get();
        // Modes below are meant as they are written, whatever the caller's shell says.
        callersUmask = calls.setUmask(ENGINE_UMASK);
        Log log = log(flags, calls);
        tellSlowness(log);
        Path root = DataRoot.locate(flags.root(), facts);
        DataRoot.checkFormat(root);
        Path runRoot = flags.runRoot().isEmpty()
                ? new RuntimeDirectory(calls, facts, Path.of("/")).open()
                : Path.of(flags.runRoot()).toAbsolutePath().normalize();
        DataRoot.make(runRoot);
        Map<String, String> environment = facts.environment();
        TomlFiles files = settings(calls, facts, runRoot, log);
        JsonObject containers = files.containers(flags.modules());
        keepWish(flags, containers, calls, runRoot, log);
        JsonObject storage = files.storage();
        places(flags, containers, storage);
        new RunPlace(root, runRoot).settle(containers);
        ProcessRunner processes = new PosixProcessRunner(calls, ToolEnvironment.of(facts), log);
        LockManager locks = new FileLockManager(calls, runRoot.resolve("locks"));
        Plugins plugins = Plugins.of(home, environment, facts.home(), processes, stderr, log);
        plugins.tellBundles(new BundleNames(new RuntimeDirectory(calls, facts, Path.of("/"))::open, log));
        Catalog catalog = new Catalog(home.resolve("lib/providers.index"), plugins, log);
        StorageChoice choice = new StorageChoice(root, catalog, log);
        ProviderOptions options = new ProviderOptions(flags, containers, storage);
        SelectedProviders providers = new SelectedProviders(
                catalog,
                options,
                choice,
                choice.named(flags.storageDriver(), environment, storage),
                options.monitorName(),
                facts,
                root,
                runRoot,
                processes,
                locks,
                log);
        checkNamed(flags, providers);
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
                selfCommand(flags, root.toString(), runRoot.toString()),
                trace);
        trace.accept("wiring");
        return new OpenedEngine(context, plugins);
    }

    /** Providers that flags name are refused also by commands that would not use them, as podman does. */
    private static void checkNamed(GlobalOptions flags, SelectedProviders providers) {
        if (!flags.runtime().isEmpty()) {
            providers.runtime("");
        }
        if (!flags.monitor().isEmpty()) {
            providers.monitorId();
        }
        if (!flags.storageOptions().isEmpty()) {
            providers.storage();
        } else if (!flags.storageDriver().isEmpty()) {
            providers.storageId();
        }
    }

    /** What flags say in place of the files. */
    private static void places(GlobalOptions flags, JsonObject containers, JsonObject storage) {
        JsonObject engine = containers.getObject("engine");
        if (!flags.cgroupManager().isEmpty()) {
            containers.put("engine", engine.put("cgroup_manager", flags.cgroupManager()));
        }
        if (!flags.volumePath().isEmpty()) {
            containers.put("engine", engine.put("volume_path", flags.volumePath()));
        }
        if (!flags.config().isEmpty()) {
            Path directory = Path.of(flags.config()).toAbsolutePath().normalize();
            containers.put("engine", engine.put(EngineContext.CLIENT_CONFIG, directory.toString()));
        }
        if (!flags.tmpDir().isEmpty()) {
            Path directory = Path.of(flags.tmpDir()).toAbsolutePath().normalize();
            containers.put("engine", engine.put(EngineContext.TMP_DIR, directory.toString()));
        }
        if (flags.transientStore() || storage.getObject("storage").getBoolean("transient_store", false)) {
            containers.put("engine", engine.put(EngineContext.TRANSIENT_STORE, true));
        }
        if (!flags.hooksDirs().isEmpty()) {
            containers.put("engine", engine.put("hooks_dir", absolute(flags.hooksDirs())));
        }
    }

    private static List<String> absolute(List<String> directories) {
        List<String> result = new ArrayList<>();
        for (String directory : directories) {
            result.add(Path.of(directory).toAbsolutePath().normalize().toString());
        }
        return result;
    }

    private static void keepWish(GlobalOptions flags, JsonObject containers, Posix calls, Path runRoot, Log log) {
        if (flags.runRoot().isEmpty()) {
            boolean wanted = containers.getObject("jpod").getBoolean("session", false);
            new SessionWish(calls, runRoot, log).keep(wanted);
        }
    }

    private static void tellSlowness(Log log) {
        if (System.getProperty("jpod.archive") != null
                || !System.getProperty("java.vm.info", "").contains("sharing")) {
            log.debug("there is no usable archive of classes for this JDK: each command starts more slowly");
        }
    }

    @Override
    public void showPhases() {
        traceWanted.run();
    }

    @Override
    public void beforeTransfer() {
        posix.get().setUmask(callersUmask);
        restart.run();
        posix.get().setUmask(ENGINE_UMASK);
    }

    @Override
    public PluginStore plugins(GlobalOptions flags) {
        Posix calls = posix.get();
        HostFacts facts = host.get();
        calls.setUmask(ENGINE_UMASK);
        Log log = log(flags, calls);
        ProcessRunner processes = new PosixProcessRunner(calls, facts.environment(), log);
        Plugins plugins = Plugins.of(home, facts.environment(), facts.home(), processes, stderr, log);
        Catalog catalog = new Catalog(home.resolve("lib/providers.index"), plugins, log);
        return new PluginStore(plugins, catalog, facts, processes);
    }

    private Log log(GlobalOptions flags, Posix calls) {
        LogLevel level = LogLevel.parse(flags.logLevel());
        boolean terminal = calls.isTerminal(2);
        if (!flags.syslog()) {
            return new StreamLog(stderr, level, clock, terminal);
        }
        Optional<Syslog> syslog = Syslog.open(calls, clock);
        Log log = new StreamLog(stderr, level, clock, terminal, syslog);
        if (syslog.isEmpty()) {
            // As podman does, in its words.
            log.error("Failed to initialize syslog hook: Unix syslog delivery error");
        }
        return log;
    }

    private TomlFiles settings(Posix calls, HostFacts facts, Path runRoot, Log log) {
        return new TomlFiles(
                calls,
                Path.of("/"),
                facts.environment(),
                facts.home(),
                facts.rootless(),
                Optional.of(runRoot.resolve("settings")),
                clock,
                log);
    }

    /**
     * The same engine again, whatever the environment and the directory are then. Without the runtime and the monitor that new
     * containers get: each container keeps its own, and is looked after also when the others are gone.
     */
    @Override
    public List<String> selfCommand(GlobalOptions flags) {
        return selfCommand(flags, flags.root(), flags.runRoot());
    }

    private List<String> selfCommand(GlobalOptions flags, String root, String runRoot) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/jpod").toString());
        add(command, "--root", root);
        add(command, "--runroot", runRoot);
        add(command, "--log-level", flags.logLevel().equals("warn") ? "" : flags.logLevel());
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
        for (String module : flags.modules()) {
            add(command, "--module", module);
        }
        add(command, "--volumepath", flags.volumePath());
        add(
                command,
                "--tmpdir",
                flags.tmpDir().isEmpty()
                        ? ""
                        : Path.of(flags.tmpDir()).toAbsolutePath().toString());
        if (flags.transientStore()) {
            command.add("--transient-store");
        }
        if (flags.syslog()) {
            command.add("--syslog");
        }
        for (String directory : absolute(flags.hooksDirs())) {
            add(command, "--hooks-dir", directory);
        }
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
