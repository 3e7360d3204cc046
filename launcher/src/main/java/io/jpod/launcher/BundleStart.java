package io.jpod.launcher;

import io.jpod.api.Log;
import io.jpod.plugins.PluginRecord;
import io.jpod.plugins.Plugins;
import io.jpod.plugins.ProviderRecord;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.posix.Posix;
import io.jpod.support.process.ProgramReplacement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a command that names the provider of an OSGi bundle anew, with the archive that has the framework's classes, too. Each class
 * of an archive costs every command a little, so the usual one does without them; loading them from their jars takes longer than a second
 * start. The name is kept, so that the start program chooses that archive at once the next time. A bundle that only a configuration file
 * names is loaded the slow way.
 */
final class BundleStart {
    private static final List<String> OPTIONS =
            List.of("--userns", "--network", "--net", "--runtime", "--storage-driver", "--monitor");
    private static final List<String> ARCHIVES = List.of("-XX:AOTCache=", "-XX:SharedArchiveFile=");
    private static final String USUAL = "/hot-";
    private static final String FULL = "/full-";
    /** The framework calls many methods by reflection once: making code for each takes longer than the call. */
    private static final String NATIVE_REFLECTION = "-Djdk.reflect.useNativeAccessorOnly=true";

    private final Posix posix;
    private final Plugins plugins;
    private final Path names;
    private final Log log;

    /** @param runtimeDirectory where names of bundles' providers are kept, in the file {@code bundles} that start.c reads */
    BundleStart(Posix posix, Plugins plugins, Path runtimeDirectory, Log log) {
        this.posix = posix;
        this.plugins = plugins;
        this.names = runtimeDirectory.resolve("bundles");
        this.log = log;
    }

    /** The providers that a command line names, without their options; a word that is none does no harm. */
    static List<String> named(String[] args) {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            String option = equals < 0 ? args[i] : args[i].substring(0, equals);
            if (OPTIONS.contains(option) && (equals > 0 || i + 1 < args.length)) {
                String value = equals < 0 ? args[i + 1] : args[i].substring(equals + 1);
                int colon = value.indexOf(':');
                named.add(colon < 0 ? value : value.substring(0, colon));
            }
        }
        return named;
    }

    /** Does not return when it starts the command anew. Nothing may have been read, written or locked. */
    void startAnew(List<String> named) {
        String bundle = bundle(named);
        if (bundle.isEmpty()) {
            return;
        }
        try {
            List<String> command = withFullArchive(words(Path.of("/proc/self/cmdline")));
            if (!command.isEmpty()) {
                remember(bundle);
                List<String> environment = words(Path.of("/proc/self/environ"));
                ProgramReplacement.of(posix)
                        .exec(command.get(0), command.toArray(new String[0]), environment.toArray(new String[0]));
            }
        } catch (IOException e) {
            log.debug("starting anew with the full archive of classes: " + e);
        }
    }

    private void remember(String name) throws IOException {
        String known = Files.exists(names) ? Files.readString(names, StandardCharsets.UTF_8) : "";
        if (!known.contains(name + "\n")) {
            AtomicFile.writeVolatile(names, known + name + "\n");
        }
    }

    /** The first that a bundle offers; empty when none does. */
    private String bundle(List<String> named) {
        for (PluginRecord record : plugins.records()) {
            for (ProviderRecord provider : record.providers()) {
                if (record.facts().isBundle() && named.contains(provider.id())) {
                    return provider.id();
                }
            }
        }
        return "";
    }

    /** The same command with the other archive; empty when there is none, or when this is not the start of a command. */
    static List<String> withFullArchive(List<String> command) {
        List<String> result = new ArrayList<>(command);
        for (int i = 0; i < command.size(); i++) {
            String word = command.get(i);
            int at = word.indexOf('=') + 1;
            if (word.equals(Main.class.getName())) {
                break;
            }
            if (at > 0 && ARCHIVES.contains(word.substring(0, at))) {
                int name = word.lastIndexOf(USUAL);
                String full = name < at ? "" : word.substring(at, name) + FULL + word.substring(name + USUAL.length());
                if (full.isEmpty() || !Files.isReadable(Path.of(full)) || !command.contains(Main.class.getName())) {
                    return List.of();
                }
                result.set(i, word.substring(0, at) + full);
                result.add(i + 1, NATIVE_REFLECTION);
                return result;
            }
        }
        return List.of();
    }

    /** @throws CharacterCodingException for a text that is not UTF-8, which could not be given on as it is */
    private static List<String> words(Path file) throws IOException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                .toString();
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\0'); end >= 0; end = text.indexOf('\0', start)) {
            words.add(text.substring(start, end));
            start = end + 1;
        }
        return words;
    }
}
