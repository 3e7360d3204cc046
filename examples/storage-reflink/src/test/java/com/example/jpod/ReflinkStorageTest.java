package com.example.jpod;

import io.jpod.api.storage.StorageDriver;
import io.jpod.testkit.host.ContractContext;
import io.jpod.testkit.storage.StorageDriverContractTest;
import java.nio.file.Path;
import java.util.Map;

/** Public, with a public constructor: some cases run it in a process that they kill. */
public class ReflinkStorageTest extends StorageDriverContractTest {
    @Override
    protected StorageDriver open(Path directory) {
        return new ReflinkStorageProvider().open(ContractContext.in(directory, Map.of()));
    }
}
