package io.jpod.plugins.fence;

import io.jpod.api.ProviderContext;
import io.jpod.api.network.Network;
import io.jpod.api.network.NetworkProvider;
import java.util.function.Supplier;

/** A provider of a network. */
final class FencedNetworkProvider extends FencedProvider<NetworkProvider> implements NetworkProvider {
    FencedNetworkProvider(NetworkProvider target, Gate gate) {
        super(target, gate);
    }

    @Override
    public Network open(ProviderContext providerContext) {
        return gate.soon(target, "open", new Supplier<Network>() {
            @Override
            public Network get() {
                return Fences.of(target.open(providerContext), gate);
            }
        });
    }
}
