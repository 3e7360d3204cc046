package io.jpod.api.idmap;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a strategy decides by. */
public final class IdMapRequest {
    private final IdMapping available;
    private final Map<String, String> options;
    private final long imageSize;
    private final List<IdMapping> inUse;

    /**
     * @param available ids of the engine's namespace
     * @param options what stood after {@code --userns=MODE:}
     * @param imageSize one more than the largest id that the image's files and user need
     * @param inUse maps of the other containers, for strategies that give out disjoint ranges
     */
    public IdMapRequest(IdMapping available, Map<String, String> options, long imageSize, List<IdMapping> inUse) {
        this.available = Objects.requireNonNull(available);
        this.options = Map.copyOf(options);
        this.imageSize = imageSize;
        this.inUse = List.copyOf(inUse);
    }

    public IdMapping available() {
        return available;
    }

    public Map<String, String> options() {
        return options;
    }

    public long imageSize() {
        return imageSize;
    }

    public List<IdMapping> inUse() {
        return inUse;
    }
}
