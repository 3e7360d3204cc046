package io.jpod.testkit.idmap;

import io.jpod.api.JpodException;
import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapRequest;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives each container the ids of the engine's namespace as they are; keeps the requests that it saw. Not thread-safe. */
public final class FakeIdMap implements IdMap {
    private final List<IdMapRequest> requests = new ArrayList<>();

    /** What {@link #map} was asked, oldest first. */
    public List<IdMapRequest> requests() {
        return List.copyOf(requests);
    }

    @Override
    public Optional<IdMapping> map(IdMapRequest request) {
        requests.add(request);
        if (!request.options().isEmpty()) {
            throw JpodException.usage("unknown option specified: \""
                    + request.options().keySet().iterator().next() + "\"");
        }
        return Optional.of(new IdMapping(
                same(request.available().uids()), same(request.available().gids())));
    }

    private static List<IdRange> same(List<IdRange> available) {
        List<IdRange> ranges = new ArrayList<>();
        for (IdRange range : available) {
            ranges.add(new IdRange(range.containerId(), range.containerId(), range.size()));
        }
        return ranges;
    }
}
