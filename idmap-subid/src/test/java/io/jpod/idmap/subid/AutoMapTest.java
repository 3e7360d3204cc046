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

class AutoMapTest extends IdMapContractTest {
    private final SubordinateIds none = new SubordinateIds(Path.of("/nonexistent"), Optional.empty(), null);

    @Override
    protected IdMap idMap() {
        return new AutoMap(new FakeHostFacts(), none);
    }

    @Override
    protected boolean givesDisjointRanges() {
        return true;
    }

    private List<IdRange> uids(Map<String, String> options, IdMapping... inUse) {
        return idMap().map(new IdMapRequest(AVAILABLE, options, 10, List.of(inUse)))
                .orElseThrow()
                .uids();
    }

    @Test
    void smallImageGets1024Ids() {
        assertEquals(List.of(new IdRange(0, 1, 1024)), uids(Map.of()));
    }

    @Test
    void sizeThatIsAskedForIsGiven() {
        assertEquals(List.of(new IdRange(0, 1, 4096)), uids(Map.of("size", "4096")));
    }

    @Test
    void gapsBetweenOthersAreFilled() {
        IdMapping other = new IdMapping(List.of(new IdRange(0, 501, 100)), List.of(new IdRange(0, 1, 100)));
        assertEquals(List.of(new IdRange(0, 1, 500), new IdRange(500, 601, 500)), uids(Map.of("size", "1000"), other));
    }

    @Test
    void pinnedIdsKeepTheirPlace() {
        assertEquals(
                List.of(new IdRange(7, 0, 1), new IdRange(0, 1, 7), new IdRange(8, 8, 2)),
                uids(Map.of("size", "10", "uidmapping", "7:0:1")));
    }

    @Test
    void moreIdsThanThereAreIsRefused() {
        assertThrows(JpodException.class, () -> uids(Map.of("size", "70000")));
    }
}
