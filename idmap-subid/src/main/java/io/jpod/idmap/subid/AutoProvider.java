package io.jpod.idmap.subid;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.ProviderContext;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapProvider;

/** {@code --userns=auto[:size=N,uidmapping=…,gidmapping=…]}. */
public final class AutoProvider implements IdMapProvider {
    @Override
    public String id() {
        return "auto";
    }

    @Override
    public int apiLevel() {
        return ApiLevel.CURRENT;
    }

    @Override
    public Availability probe(HostFacts host) {
        return Availability.usable();
    }

    @Override
    public IdMap open(ProviderContext context) {
        return new AutoMap(context.host(), SubidProvider.subordinates(context));
    }
}
