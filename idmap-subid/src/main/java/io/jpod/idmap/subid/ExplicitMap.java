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

/** {@code private}: the ranges that the caller names, or those of somebody's subordinate ids. */
final class ExplicitMap implements IdMap {
    private final HostFacts host;
    private final SubordinateIds subordinates;

    ExplicitMap(HostFacts host, SubordinateIds subordinates) {
        this.host = host;
        this.subordinates = subordinates;
    }

    @Override
    public Optional<IdMapping> map(IdMapRequest request) {
        ModeOptions options = ModeOptions.of(request.options(), "uidmap", "gidmap", "subuidname", "subgidname");
        String uidText = options.text("uidmap");
        String gidText = options.text("gidmap");
        String userName = options.text("subuidname");
        String groupName = options.text("subgidname");
        if (userName.isEmpty()) {
            userName = groupName;
        }
        if (groupName.isEmpty()) {
            groupName = userName;
        }
        if (uidText.isEmpty() && gidText.isEmpty() && userName.isEmpty()) {
            throw JpodException.usage("must provide at least one UID or GID mapping to configure a user namespace");
        }
        List<IdRange> uids;
        List<IdRange> gids;
        // As podman: a map that is given for one kind only serves both.
        if (uidText.isEmpty() && !userName.isEmpty()) {
            uids = named(subordinates.userIds(userName, -1), request.available().uids(), userName, "uid");
        } else {
            uids = written(
                    "UID",
                    uidText.isEmpty() ? gidText : uidText,
                    request.available().uids());
        }
        if (gidText.isEmpty() && !groupName.isEmpty()) {
            gids = named(
                    subordinates.groupIds(groupName, -1), request.available().gids(), groupName, "gid");
        } else {
            gids = written(
                    "GID",
                    gidText.isEmpty() ? uidText : gidText,
                    request.available().gids());
        }
        check(uids, request.available().uids(), "uid");
        check(gids, request.available().gids(), "gid");
        return Optional.of(new IdMapping(uids, gids));
    }

    /** When every entry is for the other kind, all ids of the engine's namespace stay what they are. */
    private List<IdRange> written(String kind, String text, List<IdRange> available) {
        List<IdRange> ranges = new MapNotation(kind, available).flagged(text);
        if (!ranges.isEmpty()) {
            return ranges;
        }
        if (!host.rootless()) {
            throw JpodException.usage("no " + kind + " mapping is given: " + text + " is for the other kind only");
        }
        return IdRanges.inside(available);
    }

    /** The subordinate ids of that user become 0 and up; they must exist in the engine's namespace. */
    private List<IdRange> named(List<SubordinateRange> ranges, List<IdRange> available, String name, String kind) {
        if (ranges.isEmpty()) {
            throw new JpodException(
                    ErrorCode.NOT_FOUND,
                    "no sub" + kind + " ranges found for user \"" + name + "\" in /etc/sub" + kind);
        }
        List<IdRange> map = new ArrayList<>();
        long next = 0;
        for (SubordinateRange range : ranges) {
            long start = host.rootless() ? translate(range, available, kind) : range.start();
            map.add(new IdRange(next, start, range.count()));
            next += range.count();
        }
        return map;
    }

    private static long translate(SubordinateRange range, List<IdRange> available, String kind) {
        for (IdRange own : available) {
            if (range.start() >= own.hostId() && range.end() <= own.hostId() + own.size()) {
                return own.containerId() + (range.start() - own.hostId());
            }
        }
        throw new JpodException(
                        ErrorCode.HOST,
                        range.origin() + ": subordinate " + kind + " range " + range.text()
                                + " is not one of the invoking user's")
                .withRemedy("name a user whose range in /etc/sub" + kind + " is yours");
    }

    private static void check(List<IdRange> ranges, List<IdRange> available, String kind) {
        if (IdRanges.clash(ranges)) {
            throw JpodException.usage("the " + kind + " mappings overlap");
        }
        for (IdRange range : ranges) {
            if (!IdRanges.covers(IdRanges.inside(available), List.of(range))) {
                throw new JpodException(
                                ErrorCode.HOST,
                                "potentially insufficient UIDs or GIDs available in user namespace: " + kind + "s "
                                        + range.hostId() + " to " + (range.hostId() + range.size() - 1)
                                        + " are not mapped")
                        .withRemedy(
                                "check /etc/subuid and /etc/subgid if configured locally, and run jpod system migrate");
            }
        }
    }
}
