package com.example.jpod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jpod.api.JpodException;
import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapRequest;
import io.jpod.api.idmap.IdRange;
import io.jpod.testkit.host.ContractContext;
import io.jpod.testkit.idmap.IdMapContractTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableIdMapTest extends IdMapContractTest {
    @Override
    protected IdMap idMap() {
        return new TableIdMapProvider().open(ContractContext.in(Path.of("/nowhere"), Map.of()));
    }

    @Test
    void rowIsChosenByName() {
        IdMapRequest request = new IdMapRequest(AVAILABLE, Map.of("row", "web"), 100, List.of());
        assertEquals(List.of(new IdRange(0, 1000, 5000)), idMap().map(request).orElseThrow().uids());
    }

    @Test
    void unknownRowIsRefused() {
        IdMapRequest request = new IdMapRequest(AVAILABLE, Map.of("row", "x"), 100, List.of());
        assertThrows(JpodException.class, () -> idMap().map(request));
    }
}
