package io.jpod.idmap.subid;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import io.jpod.testkit.host.FakeHostFacts;
import io.jpod.testkit.idmap.IdMapContractTest;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoUserMapTest extends IdMapContractTest {
    @Override
    protected IdMap idMap() {
        return new NoUserMap(new FakeHostFacts());
    }

    @Test
    void invokingUserIsLeftOut() {
        IdMapping map = idMap().map(request(List.of())).orElseThrow();
        assertEquals(List.of(new IdRange(0, 1, 65536)), map.uids());
        assertEquals(List.of(new IdRange(0, 1, 65536)), map.gids());
    }
}
