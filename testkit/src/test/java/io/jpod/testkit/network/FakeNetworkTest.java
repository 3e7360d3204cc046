package io.jpod.testkit.network;

import io.jpod.api.network.Network;

class FakeNetworkTest extends NetworkContractTest {
    private final FakeNetwork network = new FakeNetwork();

    @Override
    protected Network network() {
        return network;
    }

    @Override
    protected int newContainer() {
        return (int) ProcessHandle.current().pid();
    }
}
