package io.jpod.engine.container;

import io.jpod.api.ContainerId;
import io.jpod.api.network.NetworkAttachment;
import io.jpod.api.network.NetworkPlan;
import io.jpod.api.network.NetworkRequest;
import io.jpod.api.network.PortMapping;
import io.jpod.engine.network.ContainerNetwork;
import io.jpod.engine.request.PortRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Networks by way of {@link ContainerNetwork}. */
final class ProvidedNetworks implements NetworkSteps {
    private final ContainerNetwork network;

    ProvidedNetworks(ContainerNetwork network) {
        this.network = network;
    }

    @Override
    public Optional<NetworkPlan> plan(ContainerConfig config) {
        return network.plan(config.network());
    }

    @Override
    public Optional<NetworkAttachment> attach(
            ContainerConfig config, String name, int pid, Path runDirectory, int lifetimeDescriptor) {
        if (!ContainerNetwork.isProvided(config.network())) {
            return Optional.empty();
        }
        List<PortMapping> ports = new ArrayList<>();
        for (PortRequest port : config.ports()) {
            ports.add(new PortMapping(
                    port.hostIp(), port.hostPort(), port.containerPort(), port.range(), port.protocol()));
        }
        return network.attach(
                config.network(),
                NetworkRequest.builder()
                        .id(new ContainerId(config.id()))
                        .name(name)
                        .hostname(config.hostname())
                        .containerPid(pid)
                        .runDirectory(runDirectory)
                        .ports(ports)
                        .lifetimeDescriptor(lifetimeDescriptor)
                        .build());
    }

    @Override
    public void detach(ContainerConfig config, NetworkAttachment attachment) {
        network.detach(config.network(), attachment);
    }
}
