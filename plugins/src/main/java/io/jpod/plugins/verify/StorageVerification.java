package io.jpod.plugins.verify;

import io.jpod.api.storage.StorageDriver;
import io.jpod.api.storage.StorageProvider;
import io.jpod.testkit.storage.StorageDriverContractTest;
import java.nio.file.Path;

/** A storage driver of a plug-in. */
public final class StorageVerification extends StorageDriverContractTest {
    private final Subject subject = new Subject();

    /** Also for the process that a case has killed. */
    public StorageVerification() {}

    @Override
    protected StorageDriver open(Path directory) {
        Path beside = directory.resolveSibling(directory.getFileName() + "-run");
        return ((StorageProvider) subject.provider()).open(subject.context(directory, beside));
    }
}
