package io.jpod.engine.volume;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Volumes;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.plan.ContainerLookup;
import java.util.List;
import java.util.Map;

/** Volumes as directories below the data root. Thread-safe. */
public final class StoredVolumes implements Volumes {
    private final EngineContext context;
    private final ContainerLookup containers;

    /**
     * @param containers asked for the containers that use a volume when one is removed
     */
    public StoredVolumes(EngineContext context, ContainerLookup containers) {
        this.context = context;
        this.containers = containers;
    }

    /**
     * Makes those of a container's volumes that do not exist yet. To be called after the container's configuration is on disk: then a
     * volume cannot be removed between the two.
     */
    public void claim(ContainerConfig config) {
        throw JpodException.unsupported("claim " + config + context + containers);
    }

    /** Removes a container's anonymous volumes that no other container uses; to be called after its configuration is gone. */
    public void removeAnonymous(ContainerConfig config) {
        throw JpodException.unsupported("remove " + config);
    }

    @Override
    public Volume create(String name, Map<String, String> labels, Map<String, String> options, boolean anonymous) {
        throw JpodException.unsupported("create volume");
    }

    @Override
    public Volume get(String name) {
        throw JpodException.unsupported("get volume");
    }

    @Override
    public boolean exists(String name) {
        throw JpodException.unsupported("exists volume");
    }

    @Override
    public List<Volume> list() {
        throw JpodException.unsupported("list volumes");
    }

    @Override
    public void remove(String name, boolean force) {
        throw JpodException.unsupported("remove volume");
    }
}
