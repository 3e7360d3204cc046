package io.jpod.engine.spec;

import io.jpod.api.JpodException;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Ids of a container as the engine's namespace sees them. */
public final class ContainerIds {
    private ContainerIds() {}

    /** Reads the {@code container:namespace:size} lines of a container's configuration. */
    public static List<IdRange> ranges(List<String> lines) {
        List<IdRange> result = new ArrayList<>(lines.size());
        for (String line : lines) {
            int first = line.indexOf(':');
            int second = line.indexOf(':', first + 1);
            result.add(new IdRange(
                    Long.parseLong(line.substring(0, first)),
                    Long.parseLong(line.substring(first + 1, second)),
                    Long.parseLong(line.substring(second + 1))));
        }
        return result;
    }

    /**
     * The engine's id for a container's id.
     *
     * @param ranges empty when the engine's namespace is shared
     */
    static long host(List<IdRange> ranges, long id) {
        if (ranges.isEmpty()) {
            return id;
        }
        OptionalLong mapped = IdMapping.toHost(ranges, id);
        if (mapped.isEmpty()) {
            throw JpodException.usage("id " + id + " is not mapped in the container's user namespace");
        }
        return mapped.getAsLong();
    }

    static boolean isMapped(List<IdRange> ranges, long id) {
        return ranges.isEmpty() || IdMapping.toHost(ranges, id).isPresent();
    }
}
