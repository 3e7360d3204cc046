package io.jpod.cli;

import io.jpod.support.posix.Posix;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What surrounds one command line. The streams need no buffers: the CLI has its own and has flushed them when {@link Cli#run} returns.
 *
 * @param environment of the invoking user
 * @param directory the working directory, absolute
 * @param stdin read by {@code load} and by questions only; containers get descriptor 0
 * @param stdout results only
 * @param stderr errors, progress, logs
 * @param posix made when a command first needs a system call
 * @param clock also gives the time zone of printed times
 * @param build of this program
 */
public record CliContext(
        Map<String, String> environment,
        Path directory,
        InputStream stdin,
        OutputStream stdout,
        OutputStream stderr,
        Supplier<Posix> posix,
        EngineOpener engines,
        Clock clock,
        Build build) {
    /**
     * What {@code version} tells.
     *
     * @param commit of the source; empty when unknown
     * @param builtAt seconds since the epoch, 0 when unknown
     */
    public record Build(String version, String commit, long builtAt) {
        /** Reads {@code VERSION SECONDS [COMMIT]}; anything else is a build without a distribution. */
        public static Build parse(String facts) {
            String[] words = facts.split(" ");
            if (words.length < 2) {
                return new Build("0.0.0-development", "", 0);
            }
            return new Build(words[0], words.length > 2 ? words[2] : "", Long.parseLong(words[1]));
        }
    }
}
