package io.jpod.testkit.idmap;

import io.jpod.api.idmap.IdMap;

class FakeIdMapTest extends IdMapContractTest {
    @Override
    protected IdMap idMap() {
        return new FakeIdMap();
    }
}
