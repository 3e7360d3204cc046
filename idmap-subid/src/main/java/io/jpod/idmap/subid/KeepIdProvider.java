package io.jpod.idmap.subid;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.ProviderContext;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapProvider;

/** {@code --userns=keep-id[:uid=N,gid=N,size=N]}. */
public final class KeepIdProvider implements IdMapProvider {
    @Override
    public String id() {
        return "keep-id";
    }

    @Override
    public int apiLevel() {
        return ApiLevel.CURRENT;
    }

    @Override
    public Availability probe(HostFacts host) {
        return host.rootless()
                ? Availability.usable()
                : Availability.unusable(
                        "keep-id is only supported in rootless mode", "leave --userns out, or run as a user");
    }

    @Override
    public IdMap open(ProviderContext context) {
        return new KeepIdMap(context.host());
    }
}
