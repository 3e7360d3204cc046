package io.jpod.api.idmap;

import java.util.Optional;

/** A strategy that decides which ids a container sees. Thread-safe; keeps no state between calls. */
public interface IdMap {
    /**
     * Decides the map of one container.
     *
     * @return the container's ids with {@code hostId}s of the engine's namespace, or empty when the container shares the
     *     engine's user namespace
     * @throws io.jpod.api.JpodException USAGE for an option that is unknown or malformed, HOST when there are too few ids
     */
    Optional<IdMapping> map(IdMapRequest request);

    /** The user that the container's process runs as when neither the image nor the caller names one, {@code uid:gid}. */
    default Optional<String> defaultUser(IdMapRequest request) {
        return Optional.empty();
    }
}
