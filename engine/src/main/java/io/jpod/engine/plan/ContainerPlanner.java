package io.jpod.engine.plan;

import io.jpod.api.ContainerId;
import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.request.CreateRequest;
import java.nio.file.Path;
import java.util.Optional;

/** Decides everything about a new container. Has no side effect. */
public final class ContainerPlanner {
    private final EngineContext context;
    private final Path containersDirectory;

    /**
     * @param containersDirectory where each container has a directory named by its id; the log goes to {@code ID/ctr.log} there
     */
    public ContainerPlanner(EngineContext context, Path containersDirectory) {
        this.context = context;
        this.containersDirectory = containersDirectory;
    }

    /**
     * Decides.
     *
     * @param image empty with {@code --rootfs}
     * @throws JpodException USAGE or CONFLICT in podman's words for what cannot be had, HOST for what this host lacks
     */
    public ContainerConfig plan(
            ContainerId id, String name, CreateRequest request, Optional<Images.Image> image, ContainerLookup others) {
        throw JpodException.unsupported("plan " + id + name + request + image + others + context + containersDirectory);
    }
}
