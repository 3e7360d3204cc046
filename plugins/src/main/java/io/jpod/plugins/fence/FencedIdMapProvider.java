package io.jpod.plugins.fence;

import io.jpod.api.ProviderContext;
import io.jpod.api.idmap.EngineNamespace;
import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapProvider;
import java.util.Optional;

/** A provider of an id mapping. */
final class FencedIdMapProvider extends FencedProvider<IdMapProvider> implements IdMapProvider {
    FencedIdMapProvider(IdMapProvider target, Gate gate) {
        super(target, gate);
    }

    @Override
    public IdMap open(ProviderContext providerContext) {
        Gate.Visit visit = gate.enter(target);
        try {
            return Fences.of(target.open(providerContext), gate);
        } catch (Throwable thrown) {
            throw gate.failure("open", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public Optional<EngineNamespace> engineNamespace(ProviderContext providerContext) {
        Gate.Visit visit = gate.enter(target);
        try {
            return Fences.ofOptional(target.engineNamespace(providerContext), gate);
        } catch (Throwable thrown) {
            throw gate.failure("engineNamespace", thrown);
        } finally {
            gate.leave(visit);
        }
    }
}
