package io.jpod.image.transport;

import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.registry.DockerDaemon;
import java.nio.file.Path;
import java.util.Optional;

/** A docker daemon: it takes an archive, which is made first. */
public final class DaemonDestination implements ImageDestination {
    private final DockerDaemon daemon;
    private final Path archive;
    private final DockerArchiveDestination destination;

    /** @param scratch where the archive is made; the caller removes it */
    public DaemonDestination(DockerDaemon daemon, String name, Path scratch) {
        this.daemon = daemon;
        this.archive = scratch.resolve("docker-" + Long.toHexString(System.nanoTime()) + ".tar");
        this.destination = new DockerArchiveDestination(archive, Optional.of(reference(name)));
    }

    /** Docker's own names: without a registry they are docker.io's. */
    public static ImageReference reference(String name) {
        ImageReference parsed = ImageReference.parse(name);
        return (parsed.isShort() ? parsed.atRegistry(ImageReference.DOCKER_HUB) : parsed).withDefaultTag();
    }

    @Override
    public boolean wantsPlainLayers() {
        return true;
    }

    @Override
    public void blob(Descriptor descriptor, Content content) {
        destination.blob(descriptor, content);
    }

    @Override
    public void manifest(ImageManifest manifest) {
        destination.manifest(manifest);
    }

    @Override
    public void finish() {
        destination.finish();
        daemon.load(archive);
    }

    @Override
    public void close() {
        destination.close();
    }
}
