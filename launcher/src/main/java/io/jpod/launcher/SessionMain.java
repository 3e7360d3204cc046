package io.jpod.launcher;

import io.jpod.api.Log;
import io.jpod.cli.EngineOpener;
import io.jpod.cli.EngineSession;
import io.jpod.cli.GlobalOptions;
import io.jpod.cli.ServedCommands;
import io.jpod.plugins.PluginPlaces;
import io.jpod.plugins.store.PluginStore;
import io.jpod.session.Call;
import io.jpod.session.Commands;
import io.jpod.session.Greeting;
import io.jpod.session.Session;
import io.jpod.support.log.LogLevel;
import io.jpod.support.log.StreamLog;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixLoader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The entry of a session's process. The native program starts it in the user's namespaces, with the lock as descriptor 3. */
public final class SessionMain {
    private static final long IDLE_SECONDS = 300;
    private static final int LISTINGS = 4;
    /** Values of these are files or directories, which are looked for by this process's directory when they are relative. */
    private static final List<String> PLACES = List.of(
            "CONTAINERS_CONF",
            "CONTAINERS_CONF_OVERRIDE",
            "CONTAINERS_STORAGE_CONF",
            "CONTAINERS_REGISTRIES_CONF",
            "REGISTRY_AUTH_FILE",
            "DOCKER_CONFIG",
            "HOME",
            "TMPDIR");
    /** Descriptors besides the standard ones that mean something, and what only a virtual machine's start knows. */
    private static final List<String> COLD =
            List.of("LISTEN_FDS", "NOTIFY_SOCKET", "JPOD_TRACE", "JPOD_PLUGIN_PATH", "JPOD_IDMAP");

    private SessionMain() {}

    /** @param args the socket's path */
    public static void main(String[] args) throws IOException {
        Log log = new StreamLog(System.err, LogLevel.WARN, Clock.systemUTC(), false);
        Posix posix = PosixLoader.load(log);
        Path home = Path.of(System.getProperty("jpod.home"));
        new Session(posix, Path.of(args[0]), idle(), new EngineCommands(posix, home), log).run();
    }

    private static Duration idle() {
        String seconds = System.getenv().getOrDefault("JPOD_SESSION_IDLE", "");
        try {
            return Duration.ofSeconds(Math.max(1, Long.parseLong(seconds)));
        } catch (NumberFormatException e) {
            return Duration.ofSeconds(IDLE_SECONDS);
        }
    }

    /** Each command with an engine of its own. Thread-safe. */
    private static final class EngineCommands implements Commands {
        private final Posix posix;
        private final Path home;
        private final Path buildFile;
        private final String build;
        /** With a thousand containers a listing takes some megabytes: many at once would not fit into the heap. */
        private final Semaphore listings = new Semaphore(LISTINGS);

        private final String zone = System.getenv().getOrDefault("TZ", "");

        EngineCommands(Posix posix, Path home) throws IOException {
            this.posix = posix;
            this.home = home;
            this.buildFile = home.resolve("lib/build-id");
            this.build = Files.readString(buildFile);
        }

        @Override
        public Optional<String> refusal(Greeting caller, boolean typed) {
            for (String name : COLD) {
                if (caller.environment().containsKey(name)) {
                    return Optional.of(name + " is set");
                }
            }
            for (String name : PLACES) {
                String place = caller.environment().getOrDefault(name, "");
                if (!place.isEmpty() && !place.startsWith("/")) {
                    return Optional.of(name + " is relative");
                }
            }
            if (!caller.environment().getOrDefault("TZ", "").equals(zone)) {
                return Optional.of("TZ is not " + zone);
            }
            String user = caller.environment().getOrDefault("HOME", "/");
            for (Path folder :
                    PluginPlaces.of(caller.environment(), Path.of(user)).folders()) {
                String[] names = folder.toFile().list();
                if (names != null && names.length > 0) {
                    return Optional.of("there are plug-ins in " + folder);
                }
            }
            String refusal = ServedCommands.of(caller.words(), typed).refusal();
            return refusal.isEmpty() ? Optional.empty() : Optional.of(refusal);
        }

        @Override
        public int run(Call call) {
            List<String> words = call.greeting().words();
            ServedCommands.Verdict verdict = ServedCommands.of(words, false);
            if (verdict.lists() && !hasRoom()) {
                throw call.runCold("too many listings run already");
            }
            Startup startup = new Startup(call, home);
            try {
                EngineOpener engines = new CheckedEngines(startup.engines(), call, verdict.image());
                return startup.run(words.toArray(new String[0]), engines);
            } catch (RuntimeException e) {
                return Main.failed(e, new PrintStream(call.stderr(), false, StandardCharsets.UTF_8));
            } finally {
                if (verdict.lists()) {
                    listings.release();
                }
            }
        }

        /** Waits a moment only: a listing whose reader does not read stays. */
        private boolean hasRoom() {
            try {
                return listings.tryAcquire(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public boolean outdated() {
            try {
                return !Files.readString(buildFile).equals(build);
            } catch (IOException e) {
                return true;
            }
        }

        @Override
        public String description() {
            return "build " + build.split(" ")[0] + ", Java " + System.getProperty("java.version");
        }
    }

    /** Leaves commands that would fetch an image to the caller: what they need is never given back here. */
    private record CheckedEngines(EngineOpener engines, Call call, String image) implements EngineOpener {
        @Override
        public EngineSession open(GlobalOptions options) {
            EngineSession session = engines.open(options);
            if (!image.isEmpty() && !session.images().exists(image)) {
                session.close();
                throw call.runCold("image " + image + " is not here");
            }
            return session;
        }

        @Override
        public void showPhases() {
            engines.showPhases();
        }

        @Override
        public PluginStore plugins(GlobalOptions options) {
            return engines.plugins(options);
        }

        @Override
        public List<String> selfCommand(GlobalOptions options) {
            return engines.selfCommand(options);
        }

        @Override
        public void releaseNamespaces(GlobalOptions options) {
            throw call.runCold("the namespaces are left");
        }
    }
}
