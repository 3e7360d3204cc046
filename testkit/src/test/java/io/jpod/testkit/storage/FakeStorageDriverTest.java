package io.jpod.testkit.storage;

import io.jpod.api.storage.StorageDriver;
import java.nio.file.Path;

public class FakeStorageDriverTest extends StorageDriverContractTest {
    @Override
    protected StorageDriver open(Path directory) {
        return new FakeStorageDriver(directory);
    }
}
