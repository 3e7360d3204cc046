package io.jpod.idmap.subid;

import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapRequest;
import io.jpod.api.idmap.IdMapping;
import java.util.Optional;

/** {@code host}: no user namespace of the container's own. */
final class HostMap implements IdMap {
    @Override
    public Optional<IdMapping> map(IdMapRequest request) {
        ModeOptions.of(request.options());
        return Optional.empty();
    }
}
