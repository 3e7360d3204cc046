package io.jpod.idmap.subid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jpod.api.JpodException;
import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapRequest;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import io.jpod.testkit.host.FakeHostFacts;
import io.jpod.testkit.idmap.IdMapContractTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExplicitMapTest extends IdMapContractTest {
    private final SubordinateIds none = new SubordinateIds(Path.of("/nonexistent"), Optional.empty(), null);

    @Override
    protected IdMap idMap() {
        return new ExplicitMap(new FakeHostFacts(), none);
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("uidmap", "0:0:1");
    }

    private IdMapping map(Map<String, String> options) {
        return idMap().map(new IdMapRequest(AVAILABLE, options, 0, List.of())).orElseThrow();
    }

    @Test
    void mapOfOneKindServesBoth() {
        IdMapping map = map(Map.of("uidmap", "0:1:100,200:300:5"));
        assertEquals(List.of(new IdRange(0, 1, 100), new IdRange(200, 300, 5)), map.uids());
        assertEquals(map.uids(), map.gids());
        assertEquals(map.gids(), map(Map.of("gidmap", "0:1:100,200:300:5")).uids());
    }

    @Test
    void eachKindHasItsOwn() {
        IdMapping map = map(Map.of("uidmap", "0:1:100", "gidmap", "0:2:50"));
        assertEquals(List.of(new IdRange(0, 2, 50)), map.gids());
    }

    @Test
    void anAmountOfOneNeedNotBeSaid() {
        assertEquals(List.of(new IdRange(0, 1, 1)), map(Map.of("uidmap", "0:1")).uids());
    }

    @Test
    void hostIdsAreLookedUp() {
        IdMapping own = new IdMapping(
                List.of(new IdRange(0, 1000, 1), new IdRange(1, 100000, 10), new IdRange(11, 200000, 10)),
                List.of(new IdRange(0, 1000, 1), new IdRange(1, 100000, 1), new IdRange(2, 100001, 19)));
        IdMapping map = idMap().map(new IdMapRequest(
                        own, Map.of("uidmap", "0:@100002:3", "gidmap", "0:@1000,5:@100000:2"), 0, List.of()))
                .orElseThrow();
        assertEquals(List.of(new IdRange(0, 3, 3)), map.uids());
        assertEquals(List.of(new IdRange(0, 0, 1), new IdRange(5, 1, 1), new IdRange(6, 2, 1)), map.gids());
    }

    @Test
    void anEntryWithPlusTakesItsIdsFromThoseBefore() {
        assertEquals(
                List.of(new IdRange(0, 0, 1), new IdRange(2, 2, 64998), new IdRange(100000, 1, 1)),
                map(Map.of("uidmap", "0:0:65000,+100000:1:1")).uids());
        assertEquals(
                List.of(new IdRange(0, 0, 5), new IdRange(6, 6, 3), new IdRange(5, 9, 1)),
                map(Map.of("uidmap", "0:0:10,+5:9:1")).uids());
    }

    @Test
    void aFirstPlusLeavesTheOtherIdsWhereTheyAre() {
        long all = IdMapping.count(AVAILABLE.uids());
        assertEquals(
                List.of(new IdRange(0, 0, 1), new IdRange(1, 2, all - 2), new IdRange(100000, 1, 1)),
                map(Map.of("gidmap", "+g100000:1")).gids());
        assertEquals(
                List.of(new IdRange(0, 0, all)),
                map(Map.of("gidmap", "+g100000:1")).uids());
    }

    @Test
    void anEntryOfOneKindIsNotTheOthers() {
        IdMapping map = map(Map.of("gidmap", "0:0:1000,g2000:2000:1"));
        assertEquals(List.of(new IdRange(0, 0, 1000)), map.uids());
        assertEquals(List.of(new IdRange(0, 0, 1000), new IdRange(2000, 2000, 1)), map.gids());
    }

    @Test
    void malformedMapsAreRefused() {
        for (String bad : List.of(
                "0",
                "0:a:1",
                "x0:1:1",
                "0:+1:1",
                "0:@70000:1",
                "0:1:0",
                "0:1:2:3",
                "0:1:10,5:20:10",
                "0:1:10,20:5:10",
                "0:70000:5")) {
            assertThrows(JpodException.class, () -> map(Map.of("uidmap", bad)), bad);
        }
        assertThrows(JpodException.class, () -> map(Map.of()));
    }
}
