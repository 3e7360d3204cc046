package io.jpod.plugins.fence;

import io.jpod.api.ProviderContext;
import io.jpod.api.network.Network;
import io.jpod.api.network.NetworkProvider;

/** A provider of a network. */
final class FencedNetworkProvider extends FencedProvider<NetworkProvider> implements NetworkProvider {
    FencedNetworkProvider(NetworkProvider target, Gate gate) {
        super(target, gate);
    }

    @Override
    public Network open(ProviderContext providerContext) {
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
