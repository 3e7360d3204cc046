package io.jpod.api.idmap;

import io.jpod.api.JpodException;

/**
 * A run of ids, as one line of {@code /proc/PID/uid_map} (user_namespaces(7)).
 *
 * @param containerId first id inside
 * @param hostId first id outside
 * @param size how many, at least 1
 */
public record IdRange(long containerId, long hostId, long size) {
    /** One more than the largest id. */
    public static final long LIMIT = 4294967295L;

    public IdRange {
        if (containerId < 0 || hostId < 0 || size < 1 || containerId + size > LIMIT + 1 || hostId + size > LIMIT + 1) {
            throw JpodException.usage("invalid id range " + containerId + ":" + hostId + ":" + size);
        }
    }
}
