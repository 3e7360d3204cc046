package io.jpod.network.slirp;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which flags the installed slirp4netns knows, by its own help text; remembered until the program changes. */
final class SlirpFeatures {
    private final String help;

    private SlirpFeatures(String help) {
        this.help = help;
    }

    /** @param cache directory for what was found; may not exist yet */
    static SlirpFeatures detect(Path program, Path cache, ProcessRunner processes, Posix posix, Log log) {
        String identity = identity(program, posix);
        Path file = cache.resolve("slirp4netns.help");
        try {
            String kept = Files.readString(file);
            if (kept.startsWith(identity)) {
                return new SlirpFeatures(kept.substring(identity.length()));
            }
        } catch (IOException e) {
            log.debug("no kept help text of slirp4netns: " + e.getMessage());
        }
        ProcessResult result = processes.run(ProcessRequest.of(List.of(program.toString(), "--help")));
        String help = result.stdout() + result.stderr();
        if (!help.contains("--configure")) {
            throw JpodException.external(program + " --help failed with exit code " + result.exitCode());
        }
        try {
            Files.createDirectories(cache);
            AtomicFile.writeVolatile(file, identity + help);
        } catch (IOException e) {
            log.debug("cannot keep the help text of slirp4netns: " + e.getMessage());
        }
        return new SlirpFeatures(help);
    }

    private static String identity(Path program, Posix posix) {
        try {
            FileStatus status = posix.stat(Posix.AT_FDCWD, program.toString(), 0);
            return program + " " + status.inode() + " " + status.size() + " " + status.mtimeSeconds() + "."
                    + status.mtimeNanos() + "\n";
        } catch (PosixException e) {
            throw JpodException.host("finding slirp4netns", e)
                    .withRemedy("install the package slirp4netns, or correct network_cmd_path");
        }
    }

    /** For example {@code --mtu}. */
    boolean has(String flag) {
        return help.contains(flag);
    }
}
