package io.jpod.engine.plan;

import io.jpod.api.JpodException;
import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapRequest;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import io.jpod.engine.Containers;
import io.jpod.engine.EngineContext;
import io.jpod.engine.request.NamespaceMode;
import io.jpod.engine.request.NamespaceOptions;
import io.jpod.engine.spec.ContainerIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the id mapping strategy that {@code --userns} names. */
final class IdMapRules {
    final List<String> uids = new ArrayList<>();
    final List<String> gids = new ArrayList<>();
    /** {@code uid:gid} of the process when nobody names a user; empty for none. */
    final String defaultUser;

    IdMapRules(
            EngineContext context,
            NamespaceOptions options,
            NamespaceMode mode,
            long imageSize,
            ContainerLookup others) {
        if (mode.kind().equals("host")
                || mode.kind().equals("container")
                || mode.kind().equals("ns")) {
            defaultUser = "";
            return;
        }
        IdMap strategy = context.providers()
                .idMap(mode.kind())
                .orElseThrow(() -> JpodException.usage("unrecognized namespace mode " + mode.kind() + " passed"));
        Map<String, String> words = words(mode.value());
        putUnlessEmpty(words, "uidmap", String.join(",", options.uidMap()));
        putUnlessEmpty(words, "gidmap", String.join(",", options.gidMap()));
        putUnlessEmpty(words, "subuidname", options.subUidName());
        putUnlessEmpty(words, "subgidname", options.subGidName());
        List<IdMapping> inUse = mode.kind().equals("auto") ? inUse(others) : List.of();
        IdMapRequest request = new IdMapRequest(context.host().namespaceIds(), words, imageSize, inUse);
        Optional<IdMapping> map = strategy.map(request);
        if (map.isPresent()) {
            IdMapping own = context.host().namespaceIds();
            lines(map.get().uids(), own.uids(), uids);
            lines(map.get().gids(), own.gids(), gids);
        }
        defaultUser = strategy.defaultUser(request).orElse("");
    }

    /** The kernel wants each range within one range of the namespace above, so they are cut at its borders. */
    static void lines(List<IdRange> ranges, List<IdRange> above, List<String> lines) {
        for (IdRange range : ranges) {
            long done = 0;
            while (done < range.size()) {
                long from = range.hostId() + done;
                long size = range.size() - done;
                for (IdRange outer : above) {
                    if (from >= outer.containerId() && from < outer.containerId() + outer.size()) {
                        size = Math.min(size, outer.containerId() + outer.size() - from);
                    }
                }
                lines.add((range.containerId() + done) + ":" + from + ":" + size);
                done += size;
            }
        }
    }

    private static List<IdMapping> inUse(ContainerLookup others) {
        List<IdMapping> result = new ArrayList<>();
        for (Containers.Snapshot other : others.list()) {
            if (!other.config().uidMap().isEmpty()) {
                result.add(new IdMapping(
                        ContainerIds.ranges(other.config().uidMap()),
                        ContainerIds.ranges(other.config().gidMap())));
            }
        }
        return result;
    }

    /** {@code size=1,uidmapping=0:1:2,5:6:7} as names and values; a piece without {@code =} belongs to the name before it. */
    static Map<String, String> words(String text) {
        Map<String, String> result = new LinkedHashMap<>();
        String name = "";
        for (String piece : text.split(",")) {
            int equals = piece.indexOf('=');
            String value = equals < 0 ? piece : piece.substring(equals + 1);
            if (equals >= 0) {
                name = piece.substring(0, equals);
            } else if (piece.isEmpty()) {
                continue;
            } else if (name.isEmpty()) {
                result.put(piece, "");
                continue;
            }
            String before = result.get(name);
            result.put(name, before == null ? value : before + "," + value);
        }
        return result;
    }

    private static void putUnlessEmpty(Map<String, String> words, String name, String value) {
        if (!value.isEmpty()) {
            words.put(name, value);
        }
    }
}
