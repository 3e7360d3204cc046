package io.jpod.plugins.fence;

import io.jpod.api.Availability;
import io.jpod.api.Provider;
import io.jpod.api.host.HostFacts;

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
        Gate.Visit visit = gate.enter(target);
        try {
            return target.id();
        } catch (Throwable thrown) {
            throw gate.failure("id", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public final int apiLevel() {
        Gate.Visit visit = gate.enter(target);
        try {
            return target.apiLevel();
        } catch (Throwable thrown) {
            throw gate.failure("apiLevel", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public final Availability probe(HostFacts hostFacts) {
        Gate.Visit visit = gate.enter(target);
        try {
            return target.probe(hostFacts);
        } catch (Throwable thrown) {
            throw gate.failure("probe", thrown);
        } finally {
            gate.leave(visit);
        }
    }
}
