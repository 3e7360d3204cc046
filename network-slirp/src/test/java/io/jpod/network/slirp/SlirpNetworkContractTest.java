package io.jpod.network.slirp;

import io.jpod.api.network.Network;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.support.posix.PosixLoader;
import io.jpod.support.process.PosixProcessRunner;
import io.jpod.testkit.network.NetworkContractTest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SlirpNetworkContractTest extends NetworkContractTest {
    private final Posix posix = PosixLoader.load(Containers.LOG);
    private final Containers containers = new Containers(posix);

    @BeforeEach
    void host() {
        Containers.assumeHost(posix);
    }

    @AfterEach
    void end() {
        containers.close();
    }

    @Override
    protected Network network() {
        return new SlirpNetwork(
                Path.of("/usr/bin/slirp4netns"),
                Containers.launcher(),
                Map.of(),
                directory.resolve("cache"),
                new PosixProcessRunner(posix, Map.of(), Containers.LOG),
                posix,
                Containers.LOG);
    }

    @Override
    protected int newContainer() {
        return containers.start();
    }

    @Override
    protected boolean kill(int container) {
        return ProcessHandle.of(container).map(ProcessHandle::destroyForcibly).orElse(false);
    }

    @Override
    protected Optional<Lifetime> newLifetime() {
        try {
            int[] pipe = posix.pipe();
            return Optional.of(new Lifetime() {
                @Override
                public int descriptor() {
                    return pipe[0];
                }

                @Override
                public void end() {
                    posix.close(pipe[1]);
                }
            });
        } catch (PosixException e) {
            throw new AssertionError(e);
        }
    }
}
