package io.jpod.plugins.fence;

import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapRequest;
import io.jpod.api.idmap.IdMapping;
import java.util.Optional;
import java.util.function.Supplier;

/** An id mapping. */
final class FencedIdMap implements IdMap {
    private final IdMap target;
    private final Gate gate;

    FencedIdMap(IdMap target, Gate gate) {
        this.target = target;
        this.gate = gate;
    }

    @Override
    public Optional<IdMapping> map(IdMapRequest idMapRequest) {
        return gate.soon(target, "map", new Supplier<Optional<IdMapping>>() {
            @Override
            public Optional<IdMapping> get() {
                return Gate.answered(target.map(idMapRequest));
            }
        });
    }

    @Override
    public Optional<String> defaultUser(IdMapRequest idMapRequest) {
        return gate.soon(target, "defaultUser", new Supplier<Optional<String>>() {
            @Override
            public Optional<String> get() {
                return Gate.answered(target.defaultUser(idMapRequest));
            }
        });
    }
}
