package io.jpod.api.idmap;

import java.util.Optional;

/**
 * Decides which ids the invoking user has in the engine's own user namespace. The launcher makes a process that has unshared its
 * user namespace and hands it over to be mapped; it stays as the per-user pause process.
 */
public interface EngineNamespace {
    /**
     * The ids that {@link #map} will write.
     *
     * @throws io.jpod.api.JpodException HOST for a malformed or overlapping range, naming file and line
     */
    IdMapping plan();

    /** Why fewer ids than usual are planned, as a warning with its remedy; empty when all is well. */
    Optional<String> shortage();

    /**
     * Writes the maps of a process in a new user namespace.
     *
     * @throws io.jpod.api.JpodException HOST with what the helper said
     */
    void map(int pid);
}
