package io.jpod.plugins.store;

import io.jpod.api.JpodException;
import io.jpod.api.host.HostFacts;
import io.jpod.plugins.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Brings a jar and its signature to a directory of its own, which goes at the end, so that what was checked is what is installed. */
final class Download implements AutoCloseable {
    private static final String MAVEN = "maven:";

    private final Path directory;
    private final HostFacts host;

    Download(Path cache, HostFacts host) throws IOException {
        this.directory = Scratch.make(cache);
        this.host = host;
    }

    /**
     * A jar.
     *
     * @param name its file's name without {@code .jar}
     */
    record Jar(String name, Path file) {}

    Path directory() {
        return directory;
    }

    Jar fetch(InstallRequest request) throws IOException {
        String source = request.source();
        if (source.startsWith(MAVEN)) {
            MavenArtifact artifact = MavenArtifact.parse(source.substring(MAVEN.length()));
            Path file = directory.resolve(artifact.name() + ".jar");
            new MavenRepository(MavenSettings.repository(host.environment(), host.home()), host.environment())
                    .fetch(artifact, file);
            return new Jar(artifact.name(), file);
        }
        Path from = Path.of(source);
        if (!Files.isRegularFile(from)) {
            String why = Files.exists(from) ? "it is no regular file" : "no such file";
            throw JpodException.notFound("installing plugin " + source + ": " + why)
                    .withRemedy("name a jar, or maven:GROUP:ARTIFACT:VERSION");
        }
        String file = from.getFileName().toString();
        String name = file.endsWith(".jar") ? file.substring(0, file.length() - 4) : file;
        Path to = directory.resolve(name + ".jar");
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        return new Jar(name, to);
    }

    /** The detached signature that belongs to a jar. */
    Path signature(InstallRequest request, Jar jar) throws IOException {
        Path to = directory.resolve(jar.name() + ".jar.asc");
        String source = request.source();
        if (request.signature().isEmpty() && source.startsWith(MAVEN)) {
            MavenArtifact artifact = MavenArtifact.parse(source.substring(MAVEN.length()));
            new MavenRepository(MavenSettings.repository(host.environment(), host.home()), host.environment())
                    .fetchSignature(artifact, to);
            return to;
        }
        Path from = Path.of(request.signature().orElse(source + ".asc"));
        if (Files.isDirectory(from)) {
            throw JpodException.usage("the signature " + from + " is a directory");
        }
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            throw JpodException.notFound("plugin " + source + " is not signed: there is no " + from)
                    .withRemedy("--signature names the file; without --require-signature unsigned plug-ins are taken");
        }
        return to;
    }

    @Override
    public void close() throws IOException {
        Scratch.delete(directory);
    }
}
