package io.jpod.launcher;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.support.posix.Posix;
import io.jpod.support.process.ProgramReplacement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Starts the command line anew before it moves much data. The start script gives commands that seldom do ({@code run}, {@code create})
 * the quick compiler alone, with which digests take ten times as long, and an archive without the classes of registries; that saves each
 * of them a twentieth of its time, and costs one that fetches an image a second start.
 */
final class Restart {
    /** Set by the start script for what can start anew. */
    private static final String QUICK = "jpod.quick";

    private static final String TOLD = "jpod.told";
    private static final String MAIN = "io.jpod.launcher.Main";

    private final Posix posix;
    private final Supplier<Path> runtimeDirectory;
    private final RepeatableOutput stderr;
    private final Log log;

    /** @param runtimeDirectory of the user, where the start script keeps whether the full archive can be used */
    Restart(Posix posix, Supplier<Path> runtimeDirectory, RepeatableOutput stderr, Log log) {
        this.posix = posix;
        this.runtimeDirectory = runtimeDirectory;
        this.stderr = stderr;
        this.log = log;
    }

    /** How many bytes the program in whose place this one is has written to standard error. */
    static long toldBefore() {
        return Long.getLong(TOLD, 0);
    }

    /** Comes back when this program is the right one already, or no other can be started. */
    void run() {
        stderr.repeated();
        if (System.getProperty(QUICK) == null) {
            return;
        }
        try {
            List<String> words = changed(words("/proc/self/cmdline"));
            if (words.isEmpty()) {
                return;
            }
            String[] environment = words("/proc/self/environ").toArray(new String[0]);
            ProgramReplacement.of(posix).exec(words.get(0), words.toArray(new String[0]), environment);
        } catch (IOException e) {
            log.debug("starting anew: " + e);
        }
    }

    /** @throws IOException also when a word is not UTF-8, and would be another word then */
    private static List<String> words(String file) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(file));
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8))) {
            throw new IOException(file + " is not UTF-8");
        }
        List<String> words = new ArrayList<>(Arrays.asList(text.split("\0", -1)));
        words.remove(words.size() - 1);
        return words;
    }

    private List<String> changed(List<String> words) {
        List<String> result = new ArrayList<>();
        int main = words.indexOf(MAIN);
        if (main < 0) {
            return result;
        }
        for (String word : words.subList(0, main)) {
            if (word.startsWith("-XX:AOTCache=") || word.startsWith("-XX:SharedArchiveFile=")) {
                result.add(withFullArchive(word));
            } else if (!word.startsWith("-D" + QUICK) && !word.equals("-XX:TieredStopAtLevel=1")) {
                result.add(word);
            }
        }
        result.add("-D" + TOLD + "=" + stderr.told());
        result.addAll(words.subList(main, words.size()));
        return result;
    }

    /** The full archive in place of the hot one, where the start script has found it usable. */
    private String withFullArchive(String option) {
        int name = option.lastIndexOf('/') + 1;
        int end = option.lastIndexOf('.');
        if (!option.startsWith("hot-", name) || end < name) {
            return option;
        }
        String full = "full-" + option.substring(name + "hot-".length(), end);
        try {
            String usable = Files.readString(runtimeDirectory.get().resolve(full));
            return usable.trim().equals("yes") ? option.substring(0, name) + full + option.substring(end) : option;
        } catch (IOException | JpodException e) {
            return option;
        }
    }
}
