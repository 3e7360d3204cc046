package io.jpod.cli.plugin;

import io.jpod.api.JpodException;
import io.jpod.cli.Invocation;
import io.jpod.engine.Containers.Snapshot;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.plugins.PluginRecord;
import java.util.List;

/** Whether containers need a plug-in: without it they could not be stopped or removed. */
final class PluginUse {
    private PluginUse() {}

    /** @throws JpodException CONFLICT when a container was made with one of the plug-in's providers */
    static void refuse(Invocation call, PluginRecord plugin, String what) {
        List<String> providers = call.plugins().providers(plugin);
        if (providers.isEmpty()) {
            return;
        }
        for (Snapshot container : call.containers().list()) {
            ContainerConfig config = container.config();
            for (String used : List.of(
                    "runtime " + config.runtime(),
                    "storage " + config.storageDriver(),
                    "monitor " + config.monitor(),
                    "network " + config.network().kind(),
                    "idmap " + config.user().kind())) {
                if (providers.contains(used)) {
                    throw JpodException.conflict("plugin " + plugin.name() + " is in use: container "
                                    + config.id().substring(0, 12) + " has the " + used)
                            .withRemedy("remove the container, or " + what + " with --force");
                }
            }
        }
    }
}
