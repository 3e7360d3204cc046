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
        return gate.inTime(target, "attach", new Supplier<NetworkAttachment>() {
            @Override
            public NetworkAttachment get() {
                return Gate.answered(target.attach(networkRequest));
            }
        });
    }

    @Override
    public void detach(NetworkAttachment networkAttachment) {
        gate.soon(target, "detach", new Supplier<Void>() {
            @Override
            public Void get() {
                target.detach(networkAttachment);
                return null;
            }
        });
    }
}
