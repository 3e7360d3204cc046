package io.jpod.plugins.fence;

import io.jpod.api.ProviderContext;
import io.jpod.api.runtime.OciRuntime;
import io.jpod.api.runtime.RuntimeProvider;
import java.util.function.Supplier;

/** A provider of runtimes. */
final class FencedRuntimeProvider extends FencedProvider<RuntimeProvider> implements RuntimeProvider {
    FencedRuntimeProvider(RuntimeProvider target, Gate gate) {
        super(target, gate);
    }

    @Override
    public OciRuntime open(ProviderContext providerContext) {
        return gate.soon(target, "open", new Supplier<OciRuntime>() {
            @Override
            public OciRuntime get() {
                return Fences.of(target.open(providerContext), gate);
            }
        });
    }
}
