package io.jpod.idmap.subid;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapRequest;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code keep-id}: the invoking user has the same ids in the container, or those of {@code uid=} and {@code gid=}. */
final class KeepIdMap implements IdMap {
    private final HostFacts host;

    KeepIdMap(HostFacts host) {
        this.host = host;
    }

    @Override
    public Optional<IdMapping> map(IdMapRequest request) {
        if (!host.rootless()) {
            throw JpodException.usage("keep-id is only supported in rootless mode");
        }
        ModeOptions options = options(request);
        OptionalLong size = options.number("size");
        return Optional.of(new IdMapping(
                keep(request.available().uids(), uid(options), size, "uid"),
                keep(request.available().gids(), gid(options), size, "gid")));
    }

    @Override
    public Optional<String> defaultUser(IdMapRequest request) {
        ModeOptions options = options(request);
        return Optional.of(uid(options) + ":" + gid(options));
    }

    private static ModeOptions options(IdMapRequest request) {
        return ModeOptions.of(request.options(), "uid", "gid", "size");
    }

    private long uid(ModeOptions options) {
        return options.number("uid").orElse(host.userId());
    }

    private long gid(ModeOptions options) {
        return options.number("gid").orElse(host.groupId());
    }

    /** Ids 1 and up of the namespace go below and above the kept id; what the namespace has not is left out. */
    private static List<IdRange> keep(List<IdRange> available, long kept, OptionalLong size, String kind) {
        long others = IdMapping.count(available) - 1;
        if (others < 1 && kept != 0) {
            throw new JpodException(ErrorCode.HOST, "keep-id needs subordinate " + kind + "s, and this user has none")
                    .withRemedy("add ranges to /etc/subuid and /etc/subgid, then run jpod system migrate");
        }
        long limit = size.orElse(IdRange.LIMIT);
        if (kept >= limit) {
            throw JpodException.usage("keep-id: " + kind + " " + kept + " is not below the size " + limit);
        }
        List<IdRange> ranges = new ArrayList<>();
        if (kept > 0) {
            ranges.add(new IdRange(0, 1, Math.min(kept, others)));
        }
        ranges.add(new IdRange(kept, 0, 1));
        long above = Math.min(others - kept, limit - 1 - kept);
        if (above > 0) {
            ranges.add(new IdRange(kept + 1, kept + 1, above));
        }
        return ranges;
    }
}
