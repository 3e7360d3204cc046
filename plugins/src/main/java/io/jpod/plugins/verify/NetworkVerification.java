package io.jpod.plugins.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.api.network.Network;
import io.jpod.api.network.NetworkProvider;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.testkit.network.NetworkContractTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** A network of a plug-in. */
final class NetworkVerification extends NetworkContractTest {
    private final Subject subject = new Subject();
    private final Posix posix = subject.posix();
    private final List<Integer> containers = new ArrayList<>();

    @Override
    protected Network network() {
        return ((NetworkProvider) subject.provider()).open(subject.context(directory.resolve("data"), directory));
    }

    @Override
    protected int newContainer() {
        try {
            int[] input = posix.pipe();
            int[] output = posix.pipe();
            int pid = posix.spawn(
                    subject.host().findExecutable("unshare").orElseThrow().toString(),
                    new String[] {"unshare", "-n", "sh", "-c", "echo; exec cat"},
                    new String[] {"PATH=/usr/sbin:/usr/bin:/sbin:/bin"},
                    null,
                    new int[] {0, input[0], 1, output[1], 2, 2},
                    false);
            containers.add(pid);
            posix.close(input[0]);
            posix.close(output[1]);
            assertEquals(1, posix.read(output[0], new byte[1], 0, 1), "no network namespace can be made here");
            return pid;
        } catch (PosixException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void end() throws PosixException {
        for (int pid : containers) {
            posix.kill(pid, 9);
            posix.waitFor(pid, 0);
        }
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
