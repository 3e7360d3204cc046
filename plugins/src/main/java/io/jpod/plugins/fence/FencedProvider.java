package io.jpod.plugins.fence;

import io.jpod.api.Availability;
import io.jpod.api.Provider;
import io.jpod.api.host.HostFacts;
import java.util.function.Supplier;

/** What all five kinds of provider share. */
abstract class FencedProvider<P extends Provider> implements Provider {
    final P target;
    final Gate gate;

    FencedProvider(P target, Gate gate) {
        this.target = target;
        this.gate = gate;
    }

    @Override
    public final String id() {
        return gate.soon(target, "id", new Supplier<String>() {
            @Override
            public String get() {
                return target.id();
            }
        });
    }

    @Override
    public final int apiLevel() {
        return gate.soon(target, "apiLevel", new Supplier<Integer>() {
            @Override
            public Integer get() {
                return target.apiLevel();
            }
        });
    }

    @Override
    public final Availability probe(HostFacts hostFacts) {
        return gate.soon(target, "probe", new Supplier<Availability>() {
            @Override
            public Availability get() {
                return target.probe(hostFacts);
            }
        });
    }
}
