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

/** {@code subid}: the engine's namespace from the user's subordinate ids; for a container, the same as {@code private}. */
public final class SubidProvider implements IdMapProvider {
    @Override
    public String id() {
        return "subid";
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
        return new ExplicitMap(context.host(), subordinates(context));
    }

    @Override
    public Optional<EngineNamespace> engineNamespace(ProviderContext context) {
        return Optional.of(
                new SubidNamespace(context.host(), subordinates(context), context.processes(), Path.of("/proc")));
    }

    static SubordinateIds subordinates(ProviderContext context) {
        return new SubordinateIds(Path.of("/etc"), context.host().findExecutable("getsubids"), context.processes());
    }
}
