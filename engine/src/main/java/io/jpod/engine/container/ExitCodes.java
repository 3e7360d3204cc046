package io.jpod.engine.container;

import io.jpod.api.JpodException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/** Exit codes of removed containers, kept for a while for those who wait for them. Thread-safe. */
final class ExitCodes {
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final Path directory;
    private final Clock clock;

    ExitCodes(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    void keep(String id, int code) {
        try {
            Files.createDirectories(directory);
            forgetOld();
            // The target of a link takes no space on a disk that is full.
            Path link = directory.resolve(id);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, Path.of(Integer.toString(code)));
        } catch (IOException e) {
            throw JpodException.host("keeping the exit code of container " + id + " in " + directory, e);
        }
    }

    OptionalInt find(String id) {
        try {
            return OptionalInt.of(Integer.parseInt(
                    Files.readSymbolicLink(directory.resolve(id)).toString()));
        } catch (IOException | NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    private void forgetOld() throws IOException {
        Instant limit = clock.instant().minus(KEPT);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                forgetIfBefore(file, limit);
            }
        }
    }

    private static void forgetIfBefore(Path file, Instant limit) throws IOException {
        try {
            if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .isBefore(limit)) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // Another process was faster.
            return;
        }
    }
}
