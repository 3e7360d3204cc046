package io.jpod.engine.container;

import io.jpod.api.JpodException;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.log.FailureText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Remembers that freeing a container failed after a long time, so that commands that only look at containers do not wait for it each
 * time. It lies in the container's run directory and goes with it, when freeing succeeds.
 */
final class FailedCleanup {
    /** What nobody minds to wait for again, as it may succeed then. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final Path file;

    FailedCleanup(Path run) {
        file = run.resolve("failed-cleanup");
    }

    /** Freeing failed: keeps the reason when it took long. */
    void note(Duration took, JpodException failure) throws IOException {
        if (took.compareTo(SHORT) > 0 && Files.isDirectory(file.getParent())) {
            AtomicFile.writeVolatile(file, FailureText.of(failure));
        }
    }

    /** Why the latest attempt failed after a long time; empty when there was none such. */
    Optional<String> reason() {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
