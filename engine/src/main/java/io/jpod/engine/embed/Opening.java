package io.jpod.engine.embed;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.ProviderContext;
import io.jpod.api.idmap.EngineNamespace;
import io.jpod.api.idmap.IdMapProvider;
import io.jpod.support.json.JsonObject;
import io.jpod.support.lock.FileLockManager;
import io.jpod.support.namespace.NamespaceEntry;
import io.jpod.support.namespace.RuntimeDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/** Decides where operations are done, and brings the helper into the user's namespaces. */
final class Opening {
    private final Map<String, String> settings;
    private final Map<String, String> environment;
    private final Consumer<String> log;

    Opening(Map<String, String> settings, Map<String, String> environment, Consumer<String> log) {
        this.settings = settings;
        this.environment = environment;
        this.log = log;
    }

    Calls open() {
        Assembly assembly = new Assembly(settings, environment, log);
        if (!NamespaceEntry.isOutside(assembly.host(), assembly.posix())) {
            return new Here(new Operations(assembly));
        }
        return HelperProcess.start(
                entry(assembly),
                settings,
                settings.getOrDefault("classpath", System.getProperty("java.class.path")),
                log);
    }

    /** Without a helper; failures are told as with one. */
    private record Here(Operations operations) implements Calls {
        @Override
        public JsonObject call(JsonObject request) {
            try {
                return operations.call(request);
            } catch (RuntimeException | LinkageError e) {
                throw Failure.whole(e);
            }
        }

        @Override
        public void close() {
            operations.close();
        }
    }

    /** The words that put a command into the user's namespaces, which are made when they are not there. */
    private List<String> entry(Assembly assembly) {
        Path run = new RuntimeDirectory(assembly.posix(), assembly.host(), Path.of("/")).open();
        NamespaceEntry entry = new NamespaceEntry(
                assembly.posix(), assembly.host(), pauseHome(run), run, assembly.processes(), assembly.log());
        return entry.command(namespace(assembly, run));
    }

    /** The script that stays in the namespaces, where {@link NamespaceEntry} looks for it. */
    private static Path pauseHome(Path run) {
        Path home = run.resolve("embedded");
        Path script = home.resolve("libexec/jpod-pause");
        try (InputStream in = Opening.class.getResourceAsStream("jpod-pause")) {
            if (in == null) {
                throw new IllegalStateException("no resource jpod-pause");
            }
            Files.createDirectories(script.getParent());
            Path draft = Files.createTempFile(script.getParent(), "pause", "");
            Files.write(draft, in.readAllBytes());
            Files.move(draft, script, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            return home;
        } catch (IOException e) {
            throw JpodException.host("writing " + script, e);
        }
    }

    private EngineNamespace namespace(Assembly assembly, Path run) {
        String wanted = settings.getOrDefault("namespace", "subid");
        StringBuilder known = new StringBuilder();
        for (IdMapProvider provider : ServiceLoader.load(IdMapProvider.class)) {
            ProviderContext context = new ProviderContext(
                    assembly.host(),
                    run.resolve("idmap"),
                    run.resolve("idmap"),
                    Map.of(),
                    assembly.processes(),
                    new FileLockManager(assembly.posix(), run.resolve("locks")),
                    assembly.log());
            if (provider.id().equals(wanted)
                    && provider.engineNamespace(context).isPresent()) {
                return provider.engineNamespace(context).get();
            }
            known.append(' ').append(provider.id());
        }
        throw new JpodException(ErrorCode.HOST, "no id mapping \"" + wanted + "\" on the class path, only:" + known)
                .withRemedy("add io.jpod:jpod-idmap-subid to the program, or run it below jpod unshare");
    }
}
