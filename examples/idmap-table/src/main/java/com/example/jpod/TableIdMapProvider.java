package com.example.jpod;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.ProviderContext;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapProvider;
import io.jpod.api.idmap.IdMapRequest;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code --userns=table:row=NAME}: each row of a table is a range of the engine's ids, so that a service always has the same ones. */
public final class TableIdMapProvider implements IdMapProvider {
    /** Row by name: the first id of the engine's namespace, and how many follow. Ids 0 and 1 to 999 stay with the user. */
    private static final Map<String, long[]> ROWS = new TreeMap<>(Map.of(
            "web", new long[] {1000, 5000},
            "database", new long[] {6000, 5000},
            "default", new long[] {11000, 5000}));

    @Override
    public String id() {
        return "table";
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
        return TableIdMapProvider::map;
    }

    private static Optional<IdMapping> map(IdMapRequest request) {
        long[] row = row(request.options());
        List<IdRange> ranges = List.of(new IdRange(0, row[0], row[1]));
        require(request.available().uids(), row, "user ids");
        require(request.available().gids(), row, "group ids");
        if (request.imageSize() > row[1]) {
            throw new JpodException(ErrorCode.HOST, "the image needs " + request.imageSize() + " ids, the table gives " + row[1]);
        }
        return Optional.of(new IdMapping(ranges, ranges));
    }

    private static long[] row(Map<String, String> options) {
        for (String name : options.keySet()) {
            if (!name.equals("row")) {
                throw JpodException.usage("unknown option " + name + " of --userns=table").withRemedy("its only option is row");
            }
        }
        long[] row = ROWS.get(options.getOrDefault("row", "default"));
        if (row == null) {
            throw JpodException.usage("the table has no row " + options.get("row")).withRemedy("its rows: " + ROWS.keySet());
        }
        return row;
    }

    private static void require(List<IdRange> available, long[] row, String what) {
        long last = row[0] + row[1] - 1;
        if (IdMapping.toHost(available, row[0]).isEmpty() || IdMapping.toHost(available, last).isEmpty()) {
            throw new JpodException(ErrorCode.HOST, "this user has no " + what + " up to " + last)
                    .withRemedy("sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $USER");
        }
    }
}
