package io.jpod.api.idmap;

import java.util.List;
import java.util.OptionalLong;

/**
 * User ids and group ids of a namespace.
 *
 * @param uids ranges of user ids, in the order in which they are written
 * @param gids ranges of group ids
 */
public record IdMapping(List<IdRange> uids, List<IdRange> gids) {
    public IdMapping {
        uids = List.copyOf(uids);
        gids = List.copyOf(gids);
    }

    /** True when every id is itself, as in the initial namespace. */
    public boolean isIdentity() {
        return isIdentity(uids) && isIdentity(gids);
    }

    private static boolean isIdentity(List<IdRange> ranges) {
        for (IdRange range : ranges) {
            if (range.containerId() != range.hostId()) {
                return false;
            }
        }
        return !ranges.isEmpty();
    }

    /** The id outside for an id inside; empty when it is not mapped. */
    public static OptionalLong toHost(List<IdRange> ranges, long containerId) {
        for (IdRange range : ranges) {
            if (containerId >= range.containerId() && containerId < range.containerId() + range.size()) {
                return OptionalLong.of(range.hostId() + (containerId - range.containerId()));
            }
        }
        return OptionalLong.empty();
    }

    /** The id inside for an id outside; empty when it is not mapped. */
    public static OptionalLong toContainer(List<IdRange> ranges, long hostId) {
        for (IdRange range : ranges) {
            if (hostId >= range.hostId() && hostId < range.hostId() + range.size()) {
                return OptionalLong.of(range.containerId() + (hostId - range.hostId()));
            }
        }
        return OptionalLong.empty();
    }

    /** How many ids the ranges hold. */
    public static long count(List<IdRange> ranges) {
        long total = 0;
        for (IdRange range : ranges) {
            total += range.size();
        }
        return total;
    }
}
