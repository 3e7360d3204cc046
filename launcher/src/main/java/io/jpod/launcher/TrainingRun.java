package io.jpod.launcher;

import io.jpod.support.host.CallerEnvironment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs many commands in one process, when the distribution is put together, so that a JDK can archive the classes they load. */
public final class TrainingRun {
    private static final String REGISTRY = "REGISTRY";

    private TrainingRun() {}

    /**
     * Runs the commands.
     *
     * @param args a file with one command a line, its words separated by blanks; the word {@code REGISTRY} in it becomes the address of a
     *     registry with the OCI layout that is the second argument, which is empty where none is needed
     */
    public static void main(String[] args) throws IOException, ClassNotFoundException {
        Class.forName("io.jpod.launcher.Main");
        List<String> lines = Files.readAllLines(Path.of(args[0]));
        if (args[1].isEmpty()) {
            run(lines);
            return;
        }
        try (TrainingRegistry registry = new TrainingRegistry(Path.of(args[1]))) {
            run(lines.stream()
                    .map(line -> line.replace(REGISTRY, registry.address()))
                    .toList());
        }
    }

    private static void run(List<String> lines) {
        for (String line : lines) {
            Startup startup = new Startup(
                    CallerEnvironment.restored(System.getenv()),
                    Path.of(System.getProperty("jpod.home")),
                    new ByteArrayInputStream(new byte[0]),
                    OutputStream.nullOutputStream(),
                    System.err,
                    Trace.since("", ""));
            try {
                startup.run(line.trim().split(" "));
            } catch (RuntimeException e) {
                // What this host cannot do is not archived.
                System.err.println(line + ": " + e);
            }
        }
    }
}
