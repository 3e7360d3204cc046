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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeepIdMapTest extends IdMapContractTest {
    private final FakeHostFacts host = new FakeHostFacts();

    KeepIdMapTest() {
        host.userId = 1006;
        host.groupId = 1007;
    }

    @Override
    protected IdMap idMap() {
        return new KeepIdMap(host);
    }

    private IdMapping map(Map<String, String> options) {
        return idMap().map(new IdMapRequest(AVAILABLE, options, 0, List.of())).orElseThrow();
    }

    @Test
    void invokingUserHasTheSameIdsInside() {
        IdMapping map = map(Map.of());
        assertEquals(
                List.of(new IdRange(0, 1, 1006), new IdRange(1006, 0, 1), new IdRange(1007, 1007, 64530)), map.uids());
        assertEquals(
                List.of(new IdRange(0, 1, 1007), new IdRange(1007, 0, 1), new IdRange(1008, 1008, 64529)), map.gids());
    }

    @Test
    void invokingUserHasTheIdsThatAreAskedFor() {
        IdMapping map = map(Map.of("uid", "5", "gid", "7"));
        assertEquals(List.of(new IdRange(0, 1, 5), new IdRange(5, 0, 1), new IdRange(6, 6, 65531)), map.uids());
        assertEquals(List.of(new IdRange(0, 1, 7), new IdRange(7, 0, 1), new IdRange(8, 8, 65529)), map.gids());
        IdMapRequest request = new IdMapRequest(AVAILABLE, Map.of("uid", "5", "gid", "7"), 0, List.of());
        assertEquals(Optional.of("5:7"), idMap().defaultUser(request));
    }

    @Test
    void idBeyondTheSubordinateOnesIsMappedAlone() {
        assertEquals(
                List.of(new IdRange(0, 1, 65536), new IdRange(70000, 0, 1)),
                map(Map.of("uid", "70000")).uids());
    }

    @Test
    void rootKeptAsRootNeedsNoLowerRange() {
        assertEquals(
                List.of(new IdRange(0, 0, 1), new IdRange(1, 1, 65536)),
                map(Map.of("uid", "0")).uids());
    }

    @Test
    void sizeLimitsTheIdsOfTheContainer() {
        assertEquals(
                List.of(new IdRange(0, 1, 5), new IdRange(5, 0, 1), new IdRange(6, 6, 94)),
                map(Map.of("uid", "5", "size", "100", "gid", "0")).uids());
        assertThrows(JpodException.class, () -> map(Map.of("uid", "100", "size", "100")));
    }

    @Test
    void malformedIdIsRefused() {
        for (String bad : List.of("x", "", "-1", "+1", "4294967296")) {
            assertThrows(JpodException.class, () -> map(Map.of("uid", bad)), bad);
        }
    }

    @Test
    void rootHasNothingToKeep() {
        host.rootless = false;
        IdMap map = idMap();
        assertThrows(JpodException.class, () -> map.map(request(List.of())));
    }
}
