package io.jpod.idmap.subid;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.api.idmap.IdMap;
import io.jpod.testkit.idmap.IdMapContractTest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostMapTest extends IdMapContractTest {
    @Override
    protected IdMap idMap() {
        return new HostMap();
    }

    @Test
    void containerSharesTheNamespace() {
        assertEquals(Optional.empty(), idMap().map(request(List.of())));
    }
}
