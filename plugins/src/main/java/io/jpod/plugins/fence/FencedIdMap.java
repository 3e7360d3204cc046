package io.jpod.plugins.fence;

import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapRequest;
import io.jpod.api.idmap.IdMapping;
import java.util.Optional;

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
        Gate.Visit visit = gate.enter(target);
        try {
            return Gate.answered(target.map(idMapRequest));
        } catch (Throwable thrown) {
            throw gate.failure("map", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public Optional<String> defaultUser(IdMapRequest idMapRequest) {
        Gate.Visit visit = gate.enter(target);
        try {
            return Gate.answered(target.defaultUser(idMapRequest));
        } catch (Throwable thrown) {
            throw gate.failure("defaultUser", thrown);
        } finally {
            gate.leave(visit);
        }
    }
}
