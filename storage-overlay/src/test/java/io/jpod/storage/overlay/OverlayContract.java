package io.jpod.storage.overlay;

import io.jpod.api.Log;
import io.jpod.api.ProviderContext;
import io.jpod.api.lock.LockManager;
import io.jpod.api.storage.LayerDraft;
import io.jpod.api.storage.StorageDriver;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixLoader;
import io.jpod.support.process.PosixProcessRunner;
import io.jpod.testkit.host.FakeHostFacts;
import io.jpod.testkit.storage.StorageDriverContractTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.mockito.Mockito;

/** The contract with overlay's whiteouts; must run where overlays can be mounted. */
public abstract class OverlayContract extends StorageDriverContractTest {
    protected final Log log = Mockito.mock(Log.class);
    protected final Posix posix = PosixLoader.load(log);
    protected final FakeHostFacts host = new FakeHostFacts();

    /** True when the kernel is to keep its marks in {@code user.overlay.…}. */
    protected abstract boolean rootless();

    protected abstract Map<String, String> options();

    @Override
    protected StorageDriver open(Path directory) {
        host.rootless = rootless();
        for (String directoryName : System.getenv("PATH").split(":")) {
            Path program = Path.of(directoryName, FuseMechanism.PROGRAM);
            if (Files.isExecutable(program)) {
                host.executables.putIfAbsent(FuseMechanism.PROGRAM, program);
            }
        }
        ProviderContext context = new ProviderContext(
                host,
                directory,
                directory.resolveSibling("run"),
                options(),
                new PosixProcessRunner(posix, System.getenv(), log),
                Mockito.mock(LockManager.class),
                log);
        return OverlayStorageDriver.open(context, posix);
    }

    @Override
    protected void hide(LayerDraft draft, String name) throws IOException {
        String path = draft.directory().resolve(name).toString();
        posix.makeNode(Posix.AT_FDCWD, path, FileStatus.S_IFCHR, 0);
    }
}
