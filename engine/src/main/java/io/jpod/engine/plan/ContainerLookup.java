package io.jpod.engine.plan;

import io.jpod.engine.Containers;
import java.util.List;

/** The other containers, for options that name one. */
public interface ContainerLookup {
    /**
     * One container.
     *
     * @throws io.jpod.api.JpodException NOT_FOUND with podman's words
     */
    Containers.Snapshot get(String nameOrId);

    /** All containers; only asked for when an option needs disjoint id ranges. */
    List<Containers.Snapshot> list();
}
