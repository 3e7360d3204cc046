package io.jpod.plugins.fence;

import io.jpod.api.idmap.EngineNamespace;
import io.jpod.api.idmap.IdMapping;
import java.util.Optional;

/** The ids of the engine's namespace. */
final class FencedEngineNamespace implements EngineNamespace {
    private final EngineNamespace target;
    private final Gate gate;

    FencedEngineNamespace(EngineNamespace target, Gate gate) {
        this.target = target;
        this.gate = gate;
    }

    @Override
    public IdMapping plan() {
        Gate.Visit visit = gate.enter(target);
        try {
            return Gate.answered(target.plan());
        } catch (Throwable thrown) {
            throw gate.failure("plan", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public Optional<String> shortage() {
        Gate.Visit visit = gate.enter(target);
        try {
            return Gate.answered(target.shortage());
        } catch (Throwable thrown) {
            throw gate.failure("shortage", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public void map(int number) {
        Gate.Visit visit = gate.enter(target);
        try {
            target.map(number);
        } catch (Throwable thrown) {
            throw gate.failure("map", thrown);
        } finally {
            gate.leave(visit);
        }
    }
}
