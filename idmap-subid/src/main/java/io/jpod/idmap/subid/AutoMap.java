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

/** {@code auto}: ids that no other container has, as many as the image needs; the invoking user is not among them. */
final class AutoMap implements IdMap {
    private static final long SMALLEST = 1024;
    /** Whose subordinate ids root's containers get, as containers-storage.conf(5) has it. */
    private static final String ROOT_POOL = "containers";

    private final HostFacts host;
    private final SubordinateIds subordinates;

    AutoMap(HostFacts host, SubordinateIds subordinates) {
        this.host = host;
        this.subordinates = subordinates;
    }

    @Override
    public Optional<IdMapping> map(IdMapRequest request) {
        ModeOptions options = ModeOptions.of(request.options(), "size", "uidmapping", "gidmapping");
        long wanted = options.number("size").orElse(0);
        long size = wanted > 0 ? wanted : Math.max(SMALLEST, request.imageSize());
        List<IdRange> usedUids = new ArrayList<>();
        List<IdRange> usedGids = new ArrayList<>();
        for (IdMapping other : request.inUse()) {
            usedUids.addAll(other.uids());
            usedGids.addAll(other.gids());
        }
        List<IdRange> uids = pool(request.available().uids(), true);
        List<IdRange> gids = pool(request.available().gids(), false);
        return Optional.of(new IdMapping(
                assign(
                        uids,
                        usedUids,
                        new MapNotation("UID", request.available().uids()).plain(options.text("uidmapping")),
                        size,
                        "uid"),
                assign(
                        gids,
                        usedGids,
                        new MapNotation("GID", request.available().gids()).plain(options.text("gidmapping")),
                        size,
                        "gid")));
    }

    private List<IdRange> pool(List<IdRange> available, boolean users) {
        if (host.rootless()) {
            return IdRanges.without(IdRanges.inside(available), 0, 1);
        }
        List<SubordinateRange> ranges =
                users ? subordinates.userIds(ROOT_POOL, -1) : subordinates.groupIds(ROOT_POOL, -1);
        if (ranges.isEmpty()) {
            String file = (users ? subordinates.userFile() : subordinates.groupFile()).toString();
            throw new JpodException(
                            ErrorCode.HOST,
                            "cannot find mappings for user \"" + ROOT_POOL + "\": no subordinate ranges found in "
                                    + file)
                    .withRemedy("add a line such as containers:2147483647:2147483648 to /etc/subuid and /etc/subgid");
        }
        List<IdRange> pool = new ArrayList<>();
        for (SubordinateRange range : ranges) {
            pool.add(new IdRange(range.start(), range.start(), range.count()));
        }
        return IdRanges.inside(pool);
    }

    /** Pinned container ids keep their host ids; the others get the lowest free ones. */
    private static List<IdRange> assign(
            List<IdRange> pool, List<IdRange> used, List<IdRange> pinned, long size, String kind) {
        List<IdRange> free = pool;
        for (IdRange range : used) {
            free = IdRanges.without(free, range.hostId(), range.size());
        }
        List<IdRange> open = List.of(new IdRange(0, 0, size));
        for (IdRange range : pinned) {
            free = IdRanges.without(free, range.hostId(), range.size());
            open = IdRanges.without(open, range.containerId(), range.size());
        }
        List<IdRange> assigned = new ArrayList<>(pinned);
        int next = 0;
        long offset = 0;
        for (IdRange gap : open) {
            long id = gap.hostId();
            long left = gap.size();
            while (left > 0) {
                if (next == free.size()) {
                    throw new JpodException(
                                    ErrorCode.HOST,
                                    "could not find enough available IDs: " + size + " " + kind
                                            + "s are needed that no other container uses")
                            .withRemedy("ask for fewer with --userns=auto:size=N, remove containers, or extend /etc/sub"
                                    + kind + " and run jpod system migrate");
                }
                IdRange run = free.get(next);
                long take = Math.min(left, run.size() - offset);
                assigned.add(new IdRange(id, run.hostId() + offset, take));
                id += take;
                left -= take;
                offset += take;
                if (offset == run.size()) {
                    next++;
                    offset = 0;
                }
            }
        }
        if (IdRanges.clash(assigned)) {
            throw JpodException.usage("auto: the " + kind + " mappings overlap");
        }
        return assigned;
    }
}
