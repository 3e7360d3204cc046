package io.jpod.cli;

import io.jpod.api.Log;
import io.jpod.api.host.HostFacts;
import io.jpod.engine.Artifacts;
import io.jpod.engine.Containers;
import io.jpod.engine.Contents;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.Manifests;
import io.jpod.engine.Registries;
import io.jpod.engine.Store;
import io.jpod.engine.Trust;
import io.jpod.engine.Volumes;
import io.jpod.plugins.store.PluginStore;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A whole command line on fakes: words in, exit code and texts out. The clock stands five minutes after everything was made. */
public final class CliFixture {
    public final FakeContainers containers = new FakeContainers();
    public final FakeImages images = new FakeImages();
    public final FakeRegistries registries = new FakeRegistries();
    public final FakeContents contents = new FakeContents();
    public final FakeStore store = new FakeStore();
    public final FakeVolumes volumes = new FakeVolumes();
    public final List<String> warnings = new ArrayList<>();
    public GlobalOptions opened;
    public int released;
    public boolean closed;
    public String input = "";

    /** Whether descriptor 0 is a terminal. */
    public boolean terminal;

    private final Path directory;
    private String out = "";
    private String err = "";

    public CliFixture(Path directory) {
        this.directory = directory;
    }

    /** Runs one command line, its words separated by blanks. */
    public int run(String line) {
        return run(line.isEmpty() ? new String[0] : line.split(" ", 0));
    }

    public int run(String... words) {
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        CliContext context = new CliContext(
                Map.of("HOME", "/home/me", "PATH", "/bin"),
                directory,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                outBytes,
                errBytes,
                this::posix,
                new Opener(),
                Clock.fixed(Instant.ofEpochSecond(1_795_472_771L + 300), ZoneOffset.UTC),
                new CliContext.Build("1.2.3", "abc", 0));
        int code = new Cli(context).run(words);
        out = outBytes.toString(StandardCharsets.UTF_8);
        err = errBytes.toString(StandardCharsets.UTF_8);
        return code;
    }

    public String out() {
        return out;
    }

    public String err() {
        return err;
    }

    private Posix posix() {
        return (Posix) Proxy.newProxyInstance(
                Posix.class.getClassLoader(), new Class<?>[] {Posix.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("terminalSettings")) {
                        throw new PosixException("tcgetattr", "", Errno.ENOTTY);
                    }
                    if (method.getName().equals("isTerminal")) {
                        return terminal;
                    }
                    if (method.getName().equals("windowSize")) {
                        return new int[] {10, 60};
                    }
                    if (method.getName().equals("open")) {
                        throw new PosixException("open", (String) arguments[1], Errno.ENOENT);
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private static HostFacts host() {
        return (HostFacts) Proxy.newProxyInstance(
                HostFacts.class.getClassLoader(), new Class<?>[] {HostFacts.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("rootless")) {
                        return true;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private final class Opener implements EngineOpener {
        @Override
        public EngineSession open(GlobalOptions options) {
            opened = options;
            return new Session();
        }

        @Override
        public PluginStore plugins(GlobalOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> selfCommand(GlobalOptions options) {
            return List.of("/usr/bin/jpod");
        }

        @Override
        public void releaseNamespaces(GlobalOptions options) {
            released++;
        }
    }

    private final class Session implements EngineSession {
        @Override
        public Containers containers() {
            return containers;
        }

        @Override
        public Images images() {
            return images;
        }

        @Override
        public Manifests manifests() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Trust trust() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Registries registries() {
            return registries;
        }

        @Override
        public Volumes volumes() {
            return volumes;
        }

        @Override
        public Contents contents() {
            return contents;
        }

        @Override
        public Store store() {
            return store;
        }

        @Override
        public Artifacts artifacts() {
            throw new UnsupportedOperationException("artifacts");
        }

        @Override
        public EngineContext context() {
            return new EngineContext(
                    directory.resolve("root"),
                    directory.resolve("run"),
                    host(),
                    null,
                    null,
                    null,
                    posix(),
                    new Warnings(),
                    Clock.systemUTC(),
                    new JsonObject().put("engine", new JsonObject().put("cgroup_manager", "disabled")),
                    List.of());
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final class Warnings implements Log {
        @Override
        public void debug(String message) {
            throw new AssertionError("debug is off");
        }

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
    }
}
