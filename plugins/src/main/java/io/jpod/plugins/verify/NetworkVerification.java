package io.jpod.plugins.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.api.ContainerId;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.network.Network;
import io.jpod.api.network.NetworkProvider;
import io.jpod.api.network.NetworkRequest;
import io.jpod.api.network.PortMapping;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.testkit.network.NetworkContractTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** A network of a plug-in. */
final class NetworkVerification extends NetworkContractTest {
    private static final int SIGKILL = 9;

    private final Subject subject = new Subject();
    private final Posix posix = subject.posix();
    private final List<Integer> containers = new ArrayList<>();
    /** Null until it is known. */
    private Boolean publishes;

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

    /** The network itself is asked: what it does with a port tells. Other failures than a refusal are for the contract's cases. */
    @Override
    protected boolean publishesPorts() {
        if (publishes == null) {
            Network network = network();
            try {
                network.detach(network.attach(NetworkRequest.builder()
                        .id(new ContainerId("cd".repeat(32)))
                        .name("ports")
                        .hostname("ports")
                        .containerPid(newContainer())
                        .runDirectory(directory)
                        .ports(List.of(new PortMapping("127.0.0.1", freePort(), 80, 1, "tcp")))
                        .build()));
                publishes = true;
            } catch (JpodException e) {
                publishes = e.code() != ErrorCode.UNSUPPORTED;
            }
        }
        return publishes;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected boolean kill(int container) {
        try {
            posix.kill(container, SIGKILL);
            return true;
        } catch (PosixException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void end() throws PosixException {
        for (int pid : containers) {
            posix.kill(pid, SIGKILL);
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
