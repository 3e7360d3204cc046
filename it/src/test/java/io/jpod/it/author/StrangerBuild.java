package io.jpod.it.author;

import io.jpod.it.harness.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Maven builds outside this one, against a repository of their own that holds jpod's artefacts. Made once for a run of tests. */
final class StrangerBuild {
    private final Path repository;
    private final String version;
    private final Path examples;

    private StrangerBuild(Path repository, String version, Path examples) {
        this.repository = repository;
        this.version = version;
        this.examples = examples;
    }

    /** The repository, and the examples copied to where they do not belong to this project. */
    static synchronized StrangerBuild of(Fixtures fixtures) {
        Path root = fixtures.repository();
        Path place = fixtures.directory().resolve("stranger");
        Path repository = place.resolve("repository");
        Path examples = place.resolve("examples");
        try {
            if (!Files.exists(place)) {
                Files.createDirectories(place);
                Fixtures.output(root.resolve("scripts/local-repository").toString(), repository.toString());
                Fixtures.output("cp", "-R", root.resolve("examples").toString(), examples.toString());
                Fixtures.output(
                        "find", examples.toString(), "-name", "target", "-prune", "-exec", "rm", "-rf", "{}", "+");
            }
            try (var versions = Files.list(repository.resolve("io/jpod/jpod-api"))) {
                String version =
                        versions.findFirst().orElseThrow().getFileName().toString();
                return new StrangerBuild(repository, version, examples);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The directory of the examples, built with all their tests by the first call. */
    Path examples() {
        synchronized (StrangerBuild.class) {
            if (!Files.exists(examples.resolve("storage-reflink/target/storage-reflink-1.0.jar"))) {
                List<String> argv = mavenCommand();
                argv.addAll(List.of("-f", examples.resolve("pom.xml").toString(), "package"));
                Fixtures.output(argv.toArray(new String[0]));
            }
        }
        return examples;
    }

    List<String> mavenCommand() {
        return new ArrayList<>(
                List.of("mvn", "--batch-mode", "-q", "-Dmaven.repo.local=" + repository, "-Djpod.version=" + version));
    }
}
