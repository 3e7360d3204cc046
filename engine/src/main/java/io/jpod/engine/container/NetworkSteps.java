package io.jpod.engine.container;

import io.jpod.api.network.NetworkAttachment;
import io.jpod.api.network.NetworkPlan;
import java.nio.file.Path;
import java.util.Optional;

/** What a container's life needs of networks. */
interface NetworkSteps {
    /** The addresses that the container will have; empty when no provider connects it. */
    Optional<NetworkPlan> plan(ContainerConfig config);

    /**
     * Connects a created container.
     *
     * @param runDirectory for sockets and pid files; exists
     * @param lifetimeDescriptor ends when the container's monitor is gone
     */
    Optional<NetworkAttachment> attach(
            ContainerConfig config, String name, int pid, Path runDirectory, int lifetimeDescriptor);

    /** Takes back what {@link #attach} did; no error when it is gone. */
    void detach(ContainerConfig config, NetworkAttachment attachment);
}
