package io.jpod.engine.container;

import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.layer.LayerStore;
import io.jpod.engine.spec.BundleWriter;
import io.jpod.engine.volume.StoredVolumes;

/** What the steps of a container's life work with. */
record Services(
        EngineContext context,
        ContainerPaths paths,
        ContainerStore store,
        StateCheck check,
        HostProcesses processes,
        ExitCodes exitCodes,
        Images images,
        LayerStore layers,
        StoredVolumes volumes,
        BundleWriter bundles,
        NetworkSteps network) {}
