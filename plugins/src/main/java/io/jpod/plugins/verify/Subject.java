package io.jpod.plugins.verify;

import io.jpod.api.Log;
import io.jpod.api.Provider;
import io.jpod.api.ProviderContext;
import io.jpod.api.ProviderKind;
import io.jpod.api.host.HostFacts;
import io.jpod.plugins.Catalog;
import io.jpod.plugins.Plugins;
import io.jpod.support.host.LinuxHostFacts;
import io.jpod.support.lock.FileLockManager;
import io.jpod.support.log.LogLevel;
import io.jpod.support.log.StreamLog;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixLoader;
import io.jpod.support.process.PosixProcessRunner;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * The provider under test. It is named by the environment, {@code JPOD_VERIFY=KIND ID DISTRIBUTION}, because some cases of a contract
 * start processes of their own that must find it too.
 */
final class Subject {
    static final String VARIABLE = "JPOD_VERIFY";

    private final Log log =
            new StreamLog(new FileOutputStream(FileDescriptor.err), LogLevel.WARN, Clock.systemUTC(), false);
    private final Posix posix = PosixLoader.load(log);
    private final Map<String, String> environment = System.getenv();
    private final HostFacts host = new LinuxHostFacts(posix, environment, Path.of("/"));
    private final PosixProcessRunner processes = new PosixProcessRunner(posix, environment, log);
    private final ProviderKind kind;
    private final String id;
    private final Path distribution;

    Subject() {
        String[] words = environment.get(VARIABLE).split(" ", 3);
        this.kind = ProviderKind.valueOf(words[0]);
        this.id = words[1];
        this.distribution = Path.of(words[2]);
    }

    ProviderKind kind() {
        return kind;
    }

    Posix posix() {
        return posix;
    }

    HostFacts host() {
        return host;
    }

    PosixProcessRunner processes() {
        return processes;
    }

    Log log() {
        return log;
    }

    /** A new object, as a command gets it. */
    Provider provider() {
        Plugins plugins = Plugins.of(
                distribution, environment, host.home(), processes, new FileOutputStream(FileDescriptor.err), log);
        return new Catalog(distribution.resolve("lib/providers.index"), plugins, log)
                .find(kind, id)
                .orElseThrow()
                .require(kind, host)
                .provider();
    }

    /** @param directory its data and run directories are below it */
    ProviderContext context(Path data, Path directory) {
        return new ProviderContext(
                host,
                data,
                directory.resolve("run"),
                Map.of(),
                processes,
                new FileLockManager(posix, directory.resolve("locks")),
                log);
    }
}
