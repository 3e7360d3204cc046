package io.jpod.engine.spec;

import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.IdRange;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.request.NamespaceMode;
import io.jpod.engine.request.NamespaceOptions;
import java.util.List;

/** What the sections of a configuration decide by, each worked out in one place. */
final class SpecFacts {
    final boolean privileged;
    final boolean readOnlyRoot;
    final boolean hostNetwork;
    final boolean noNetwork;
    final boolean joinedNetwork;
    final boolean hostPid;
    final boolean hostIpc;
    final boolean hostUts;
    /** The container has ids of its own, or joins a namespace that has. */
    final boolean ownUserNamespace;

    final boolean rootless;
    final boolean systemd;
    /** Devices cannot be made, only mounted. */
    final boolean mountDevices;

    final List<IdRange> uids;
    final List<IdRange> gids;

    SpecFacts(ContainerConfig config, HostFacts host) {
        NamespaceOptions namespaces = config.request().namespaces();
        privileged = config.request().security().privileged();
        readOnlyRoot = config.request().filesystem().readOnly();
        String network = config.network().kind();
        hostNetwork = network.equals("host");
        noNetwork = network.equals("none");
        joinedNetwork = network.equals("container") || network.equals("ns");
        hostPid = isHost(namespaces.pid());
        hostIpc = isHost(namespaces.ipc());
        hostUts = isHost(namespaces.uts());
        uids = ContainerIds.ranges(config.uidMap());
        gids = ContainerIds.ranges(config.gidMap());
        String user = config.user().kind();
        ownUserNamespace = !uids.isEmpty() || user.equals("container") || user.equals("ns");
        rootless = host.rootless();
        systemd = SystemdMode.applies(config);
        mountDevices = rootless || ownUserNamespace;
    }

    private static boolean isHost(NamespaceMode mode) {
        return mode.kind().equals("host");
    }
}
