package io.jpod.idmap.subid;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapRequest;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import java.util.List;
import java.util.Optional;

/** {@code nomap}: the invoking user does not exist in the container, only the subordinate ids do. */
final class NoUserMap implements IdMap {
    private final HostFacts host;

    NoUserMap(HostFacts host) {
        this.host = host;
    }

    @Override
    public Optional<IdMapping> map(IdMapRequest request) {
        ModeOptions.of(request.options());
        if (!host.rootless()) {
            throw JpodException.usage("nomap is only supported in rootless mode");
        }
        return Optional.of(new IdMapping(
                rest(request.available().uids(), "uid"),
                rest(request.available().gids(), "gid")));
    }

    private static List<IdRange> rest(List<IdRange> available, String kind) {
        long others = IdMapping.count(available) - 1;
        if (others < 1) {
            throw new JpodException(ErrorCode.HOST, "nomap needs subordinate " + kind + "s, and this user has none")
                    .withRemedy("add ranges to /etc/subuid and /etc/subgid, then run jpod system migrate");
        }
        return List.of(new IdRange(0, 1, others));
    }
}
