package io.jpod.idmap.subid;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.ProviderContext;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.EngineNamespace;
import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapProvider;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code single}: the engine's namespace holds the user's own id and no other, by choice; neither subordinate ids nor privileged
 * helpers are asked for. For clusters that give out none. For a container, the same as {@code host}.
 */
public final class SingleProvider implements IdMapProvider {
    @Override
    public String id() {
        return "single";
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
        return new HostMap();
    }

    @Override
    public Optional<EngineNamespace> engineNamespace(ProviderContext context) {
        return Optional.of(new SingleNamespace(context.host(), Path.of("/proc")));
    }
}
