/**
 * Proof for network providers: extend {@link io.jpod.testkit.network.NetworkContractTest} and give it a provider and containers to
 * connect. {@link io.jpod.testkit.network.FakeNetwork} passes it and serves the tests of whoever uses networks.
 */
package io.jpod.testkit.network;
