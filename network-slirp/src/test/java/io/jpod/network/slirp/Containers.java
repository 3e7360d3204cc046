package io.jpod.network.slirp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.api.Log;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Processes with a network namespace of their own, and the host that they need. */
final class Containers implements AutoCloseable {
    static final Log LOG = new Log() {
        @Override
        public void debug(String message) {}

        @Override
        public boolean isDebug() {
            return false;
        }

        @Override
        public void warn(String message) {
            throw new AssertionError(message);
        }

        @Override
        public void error(String message) {
            throw new AssertionError(message);
        }
    };

    private final Posix posix;
    private final List<Integer> pids = new ArrayList<>();
    private final List<Integer> pipes = new ArrayList<>();

    Containers(Posix posix) {
        this.posix = posix;
    }

    /** Skips when the helper cannot work here. */
    static void assumeHost(Posix posix) {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/slirp4netns")), "install the package slirp4netns");
        try {
            posix.close(posix.open(Posix.AT_FDCWD, "/dev/net/tun", Posix.O_RDWR, 0));
        } catch (PosixException e) {
            Assumptions.abort(e.getMessage() + ": " + SlirpNetwork.TUN_REMEDY);
        }
    }

    /** Starts a shell script in new user and network namespaces. */
    int start(String script) {
        try {
            int[] input = posix.pipe();
            int[] output = posix.pipe();
            String[] argv = {"unshare", "-U", "-r", "-n", "sh", "-c", "echo; " + script};
            int[] descriptors = {0, input[0], 1, output[1], 2, output[1]};
            String[] environment = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin"};
            int pid = posix.spawn("/usr/bin/unshare", argv, environment, null, descriptors, false);
            pids.add(pid);
            posix.close(input[0]);
            posix.close(output[1]);
            pipes.add(input[1]);
            pipes.add(output[0]);
            assertEquals(1, posix.read(output[0], new byte[1], 0, 1), "unshare failed: are user namespaces allowed?");
            return pid;
        } catch (PosixException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts a program in the namespaces of one that was started. */
    void startIn(int pid, String... command) {
        try {
            List<String> argv = new ArrayList<>(List.of("nsenter", "-t", Integer.toString(pid), "-U", "-n"));
            argv.add("--preserve-credentials");
            argv.addAll(List.of(command));
            int nothing = posix.open(Posix.AT_FDCWD, "/dev/null", Posix.O_RDWR, 0);
            pipes.add(nothing);
            pids.add(posix.spawn(
                    "/usr/bin/nsenter",
                    argv.toArray(new String[0]),
                    new String[] {"PATH=/usr/sbin:/usr/bin:/sbin:/bin"},
                    null,
                    new int[] {0, nothing, 1, nothing, 2, nothing},
                    false));
        } catch (PosixException e) {
            throw new AssertionError(e);
        }
    }

    /** One that does nothing. */
    int start() {
        return start("exec cat");
    }

    @Override
    public void close() {
        try {
            for (int pid : pids) {
                posix.kill(pid, 9);
                posix.waitFor(pid, 0);
            }
        } catch (PosixException e) {
            throw new AssertionError(e);
        }
        for (int pipe : pipes) {
            posix.close(pipe);
        }
    }

    /** As the provider does: a root's slirp4netns must not detach the machine's mounts. */
    static Optional<List<String>> launcher() {
        return "root".equals(System.getProperty("user.name"))
                ? Optional.of(List.of("/usr/bin/unshare", "--mount", "--propagation", "private", "--"))
                : Optional.of(List.of());
    }
}
