package io.jpod.plugins.verify;

import io.jpod.api.idmap.IdMap;
import io.jpod.api.idmap.IdMapProvider;
import io.jpod.testkit.idmap.IdMapContractTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** An id mapping of a plug-in. */
final class IdMapVerification extends IdMapContractTest {
    @TempDir
    private Path directory;

    private final Subject subject = new Subject();

    @Override
    protected IdMap idMap() {
        return ((IdMapProvider) subject.provider()).open(subject.context(directory.resolve("data"), directory));
    }
}
