package io.jpod.storage.vfs;

import io.jpod.api.Log;
import io.jpod.api.storage.StorageDriver;
import io.jpod.support.posix.PosixLoader;
import io.jpod.testkit.storage.StorageDriverContractTest;
import java.nio.file.Path;
import org.mockito.Mockito;

public class VfsStorageDriverTest extends StorageDriverContractTest {
    @Override
    protected StorageDriver open(Path directory) {
        return new VfsStorageDriver(PosixLoader.load(Mockito.mock(Log.class)), directory, new VfsOptions(false));
    }
}
