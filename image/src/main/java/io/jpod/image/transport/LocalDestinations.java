package io.jpod.image.transport;

import io.jpod.api.JpodException;
import io.jpod.image.reference.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Opens places on disk for writing. */
public final class LocalDestinations {
    private LocalDestinations() {}

    /**
     * Opens a place that is no registry.
     *
     * @param name of the image, for archives that record names and were given none
     * @param scratch for intermediate files; the caller removes it
     */
    public static ImageDestination open(TransportName place, Optional<ImageReference> name, Path scratch) {
        Path path = Path.of(place.path()).toAbsolutePath();
        switch (place.transport()) {
            case "oci":
                return new OciLayoutDestination(path, place.reference());
            case "oci-archive":
                return new OciArchiveDestination(path, place.reference());
            case "docker-archive":
                return new DockerArchiveDestination(path, dockerName(place, name));
            case "dir":
                return new DirectoryDestination(path);
            default:
                throw JpodException.usage("transport " + place.transport() + " is not a local one");
        }
    }

    private static Optional<ImageReference> dockerName(TransportName place, Optional<ImageReference> name) {
        if (place.reference().isEmpty()) {
            return name.filter(reference -> !reference.tag().isEmpty());
        }
        ImageReference given = ImageReference.parse(place.reference());
        return Optional.of((given.isShort() ? given.atRegistry(ImageReference.DOCKER_HUB) : given).withDefaultTag());
    }

    /** A name beside the file for what is being written. */
    static Path temporary(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(directory)) {
            throw JpodException.notFound("opening file \"" + file + "\": open " + file + ": no such file or directory")
                    .withRemedy("make the directory first: mkdir -p " + directory);
        }
        return file.resolveSibling("." + file.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp");
    }

    static void discard(Path temporary, IOException failure) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            if (failure != null) {
                failure.addSuppressed(e);
            }
        }
    }
}
