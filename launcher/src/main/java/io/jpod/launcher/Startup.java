package io.jpod.launcher;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.ProviderContext;
import io.jpod.api.ProviderKind;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.EngineNamespace;
import io.jpod.api.idmap.IdMapProvider;
import io.jpod.api.process.ProcessRunner;
import io.jpod.cli.Cli;
import io.jpod.cli.CliContext;
import io.jpod.cli.EngineOpener;
import io.jpod.launcher.wiring.EngineFactory;
import io.jpod.plugins.Candidate;
import io.jpod.plugins.Catalog;
import io.jpod.plugins.Plugins;
import io.jpod.session.Call;
import io.jpod.session.Greeting;
import io.jpod.support.host.HostClock;
import io.jpod.support.host.LinuxHostFacts;
import io.jpod.support.lock.FileLockManager;
import io.jpod.support.log.LogLevel;
import io.jpod.support.log.StreamLog;
import io.jpod.support.namespace.NamespaceEntry;
import io.jpod.support.namespace.RuntimeDirectory;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixLoader;
import io.jpod.support.process.PosixProcessRunner;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** One command from its words to its exit code, first outside the user's namespaces and then in them. For one thread. */
final class Startup {
    private final Map<String, String> environment;
    private final Path home;
    private final InputStream stdin;
    private final OutputStream stdout;
    private final RepeatableOutput told;
    private final OutputStream stderr;
    private final Path directory;
    private final Clock clock;
    private final Trace trace;
    private final Log log;
    private Posix posix;
    private HostFacts host;

    /** @param home the distribution's directory */
    Startup(
            Map<String, String> environment,
            Path home,
            InputStream stdin,
            OutputStream stdout,
            OutputStream stderr,
            Trace trace) {
        this.environment = environment;
        this.home = home;
        this.stdin = stdin;
        this.stdout = stdout;
        this.told = new RepeatableOutput(stderr, Restart.toldBefore());
        this.stderr = told;
        this.directory = Path.of("").toAbsolutePath();
        this.clock = new HostClock(this::posix);
        this.trace = trace;
        this.log = new StreamLog(
                stderr, environment.containsKey("JPOD_DEBUG") ? LogLevel.DEBUG : LogLevel.WARN, clock, false);
    }

    /** For a caller of the session, which is in the user's namespaces already. */
    Startup(Call call, Path home) {
        Greeting caller = call.greeting();
        this.environment = caller.environment();
        this.home = home;
        this.stdin = call.stdin();
        this.stdout = call.stdout();
        this.told = new RepeatableOutput(call.stderr(), 0);
        this.stderr = told;
        this.directory = caller.directory();
        this.clock = new HostClock(this::posix);
        this.trace = Trace.since("", "");
        this.log = new StreamLog(
                stderr, environment.containsKey("JPOD_DEBUG") ? LogLevel.DEBUG : LogLevel.WARN, clock, false);
        this.posix = call.posix();
        this.host = new LinuxHostFacts(posix, environment, Path.of("/"), Integer.toString(caller.pid()));
    }

    int run(String[] args) {
        if (needsNamespaces(args)) {
            if (NamespaceEntry.isOutside(host(), posix())) {
                throw entry().enter(namespace(), args);
            }
            if (System.getProperty("jpod.subids") != null) {
                entry().checkCurrent(namespace());
            }
        }
        trace.mark("namespace");
        return run(args, engines());
    }

    EngineFactory engines() {
        return new EngineFactory(
                home,
                this::posix,
                this::host,
                this::entry,
                stderr,
                clock,
                trace::mark,
                trace::want,
                () -> new Restart(posix(), this::runtimeDirectory, told, log).run());
    }

    int run(String[] args, EngineOpener engines) {
        return new Cli(new CliContext(
                        environment,
                        directory,
                        stdin,
                        stdout,
                        stderr,
                        this::posix,
                        engines,
                        clock,
                        CliContext.Build.parse(System.getProperty("jpod.build", ""))))
                .run(args);
    }

    /** The start script knows these words too. */
    static boolean needsNamespaces(String[] args) {
        if (args.length == 0) {
            return false;
        }
        return switch (args[0]) {
            case "version", "--version", "-v", "help", "--help", "-h", "completion" -> false;
            case "system" -> args.length == 1 || !args[1].equals("migrate");
            // It runs programs of the user's own: ssh, sudo.
            case "image" -> args.length == 1 || !args[1].equals("scp");
            default -> true;
        };
    }

    private NamespaceEntry entry() {
        return new NamespaceEntry(posix(), host(), home, runtimeDirectory(), processes(), log);
    }

    private Path runtimeDirectory() {
        return new RuntimeDirectory(posix(), host(), Path.of("/")).open();
    }

    private ProcessRunner processes() {
        return new PosixProcessRunner(posix(), environment, log);
    }

    /** The provider named by {@code JPOD_IDMAP}, or the distribution's, or the one with subordinate ids. */
    private EngineNamespace namespace() {
        Plugins plugins = Plugins.of(home, environment, host().home(), processes(), stderr, log);
        Catalog catalog = new Catalog(home.resolve("lib/providers.index"), plugins, log);
        List<String> preferred = catalog.defaults("namespace");
        String id = environment.getOrDefault("JPOD_IDMAP", preferred.isEmpty() ? "subid" : preferred.get(0));
        Candidate candidate = catalog.find(ProviderKind.IDMAP, id)
                .orElseThrow(() -> JpodException.usage("no idmap provider " + id + " found"))
                .require(ProviderKind.IDMAP, host());
        Path run = runtimeDirectory();
        ProviderContext context = new ProviderContext(
                host(),
                run.resolve("idmap"),
                run.resolve("idmap"),
                Map.of(),
                processes(),
                new FileLockManager(posix(), run.resolve("locks")),
                log);
        return ((IdMapProvider) candidate.provider())
                .engineNamespace(context)
                .orElseThrow(() -> JpodException.usage("idmap provider " + id + " makes no namespace for the engine"));
    }

    private Posix posix() {
        if (posix == null) {
            posix = PosixLoader.load(log);
        }
        return posix;
    }

    private HostFacts host() {
        if (host == null) {
            host = new LinuxHostFacts(posix(), environment, Path.of("/"));
        }
        return host;
    }
}
