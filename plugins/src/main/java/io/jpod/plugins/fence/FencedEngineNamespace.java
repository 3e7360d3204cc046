package io.jpod.plugins.fence;

import io.jpod.api.idmap.EngineNamespace;
import io.jpod.api.idmap.IdMapping;
import java.util.Optional;
import java.util.function.Supplier;

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
        return gate.soon(target, "plan", new Supplier<IdMapping>() {
            @Override
            public IdMapping get() {
                return Gate.answered(target.plan());
            }
        });
    }

    @Override
    public Optional<String> shortage() {
        return gate.soon(target, "shortage", new Supplier<Optional<String>>() {
            @Override
            public Optional<String> get() {
                return Gate.answered(target.shortage());
            }
        });
    }

    @Override
    public void map(int number) {
        gate.soon(target, "map", new Supplier<Void>() {
            @Override
            public Void get() {
                target.map(number);
                return null;
            }
        });
    }
}
