package io.jpod.plugins.fence;

import io.jpod.api.ProviderContext;
import io.jpod.api.idmap.EngineNamespace;
import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapProvider;
import java.util.Optional;
import java.util.function.Supplier;

/** A provider of an id mapping. */
final class FencedIdMapProvider extends FencedProvider<IdMapProvider> implements IdMapProvider {
    FencedIdMapProvider(IdMapProvider target, Gate gate) {
        super(target, gate);
    }

    @Override
    public IdMap open(ProviderContext providerContext) {
        return gate.soon(target, "open", new Supplier<IdMap>() {
            @Override
            public IdMap get() {
                return Fences.of(target.open(providerContext), gate);
            }
        });
    }

    @Override
    public Optional<EngineNamespace> engineNamespace(ProviderContext providerContext) {
        return gate.soon(target, "engineNamespace", new Supplier<Optional<EngineNamespace>>() {
            @Override
            public Optional<EngineNamespace> get() {
                return Fences.ofOptional(target.engineNamespace(providerContext), gate);
            }
        });
    }
}
