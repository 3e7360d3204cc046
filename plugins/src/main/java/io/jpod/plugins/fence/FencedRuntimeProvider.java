package io.jpod.plugins.fence;

import io.jpod.api.ProviderContext;
import io.jpod.api.runtime.OciRuntime;
import io.jpod.api.runtime.RuntimeProvider;

/** A provider of runtimes. */
final class FencedRuntimeProvider extends FencedProvider<RuntimeProvider> implements RuntimeProvider {
    FencedRuntimeProvider(RuntimeProvider target, Gate gate) {
        super(target, gate);
    }

    @Override
    public OciRuntime open(ProviderContext providerContext) {
        Gate.Visit visit = gate.enter(target);
        try {
            return Fences.of(target.open(providerContext), gate);
        } catch (Throwable thrown) {
            throw gate.failure("open", thrown);
        } finally {
            gate.leave(visit);
        }
    }
}
