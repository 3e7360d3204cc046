package io.jpod.engine.info;

import io.jpod.api.JpodException;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Asks programs for their version, and the package system for their package. */
final class Programs {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ProcessRunner processes;

    Programs(ProcessRunner processes) {
        this.processes = processes;
    }

    /** What {@code --version} prints, without the last line end. */
    String version(Path program) {
        return output(List.of(program.toString(), "--version"));
    }

    /** Name, version and architecture joined by {@code _}, or {@code Unknown}. */
    String packageOf(Path program) {
        String owner = output(List.of("dpkg", "-S", program.toString()));
        int colon = owner.indexOf(": ");
        if (colon > 0) {
            String name = owner.substring(0, colon);
            String found = output(List.of("dpkg-query", "-f", "${Package}_${Version}_${Architecture}", "-W", name));
            return found.isEmpty() ? "Unknown" : found;
        }
        String rpm = output(List.of("rpm", "-q", "-f", program.toString()));
        return rpm.isEmpty() ? "Unknown" : rpm;
    }

    private String output(List<String> argv) {
        try {
            ProcessResult result =
                    processes.run(ProcessRequest.builder(argv).timeout(PATIENCE).build());
            return result.succeeded() ? result.stdout().strip() : "";
        } catch (JpodException e) {
            // Such a program is not here, which is an answer.
            return "";
        }
    }
}
