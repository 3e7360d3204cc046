package io.jpod.plugins.fence;

import io.jpod.api.network.Network;
import io.jpod.api.network.NetworkAttachment;
import io.jpod.api.network.NetworkPlan;
import io.jpod.api.network.NetworkRequest;
import java.util.Map;
import java.util.function.Supplier;

/** A network. */
final class FencedNetwork implements Network {
    private final Network target;
    private final Gate gate;

    FencedNetwork(Network target, Gate gate) {
        this.target = target;
        this.gate = gate;
    }

    @Override
    public NetworkPlan plan(Map<String, String> map) {
        return gate.soon(target, "plan", new Supplier<NetworkPlan>() {
            @Override
            public NetworkPlan get() {
                return Gate.answered(target.plan(map));
            }
        });
    }

    @Override
    public NetworkAttachment attach(NetworkRequest networkRequest) {
        Gate.Visit visit = gate.enter(target, "attach");
        try {
            return Gate.answered(target.attach(networkRequest));
        } catch (Throwable thrown) {
            throw gate.failure("attach", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public void detach(NetworkAttachment networkAttachment) {
        Gate.Visit visit = gate.enter(target, "detach");
        try {
            target.detach(networkAttachment);
        } catch (Throwable thrown) {
            throw gate.failure("detach", thrown);
        } finally {
            gate.leave(visit);
        }
    }
}
