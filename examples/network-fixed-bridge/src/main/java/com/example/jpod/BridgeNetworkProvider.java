package com.example.jpod;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.ProviderContext;
import io.jpod.api.host.HostFacts;
import io.jpod.api.network.Network;
import io.jpod.api.network.NetworkProvider;

/** {@code --network=fixed-bridge}. */
public final class BridgeNetworkProvider implements NetworkProvider {
    @Override
    public String id() {
        return "fixed-bridge";
    }

    @Override
    public int apiLevel() {
        return ApiLevel.CURRENT;
    }

    @Override
    public Availability probe(HostFacts host) {
        if (host.findExecutable("ip").isEmpty()) {
            return Availability.unusable("ip is not installed", "install the package iproute2");
        }
        return host.findExecutable("nsenter").isPresent()
                ? Availability.usable()
                : Availability.unusable("nsenter is not installed", "install the package util-linux");
    }

    @Override
    public Network open(ProviderContext context) {
        return new BridgeNetwork(context.processes());
    }
}
