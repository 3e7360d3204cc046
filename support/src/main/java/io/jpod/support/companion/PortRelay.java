package io.jpod.support.companion;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.network.PortMapping;
import io.jpod.api.process.ProcessRunner;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Publishes ports by {@code jpod-relay}, which is built together with the native library. It takes connections and datagrams on the
 * host and connects anew inside the container's network namespace, where they come from the container's own address. Immutable.
 */
public final class PortRelay {
    private static final String PROGRAM = "jpod-relay";

    private final Path program;
    private final CompanionStarter starter;

    private PortRelay(Path program, CompanionStarter starter) {
        this.program = program;
        this.starter = starter;
    }

    /** Empty when it was not built. */
    public static Optional<PortRelay> find(ProcessRunner processes, Posix posix, Log log) {
        Optional<Path> program = PosixLoader.companion(PROGRAM);
        return program.isEmpty()
                ? Optional.empty()
                : Optional.of(new PortRelay(program.get(), new CompanionStarter(processes, posix, log)));
    }

    /**
     * Starts a relay.
     *
     * @param containerPid a process whose network namespace is entered
     * @param address where the container listens
     * @param ports tcp and udp; an empty host address means every IPv4 address
     * @param output a file for what it prints
     * @param lifetime ends the relay when it reaches its end
     * @throws JpodException CONFLICT when a port is taken, HOST for other failures
     */
    public Companion start(
            int containerPid, String address, List<PortMapping> ports, Path output, Optional<Integer> lifetime) {
        List<String> argv = new ArrayList<>();
        argv.add(program.toString());
        argv.add("--pid=" + containerPid);
        argv.add("--to=" + address);
        argv.add("--ready-fd=" + CompanionStarter.READY);
        if (lifetime.isPresent()) {
            argv.add("--exit-fd=" + CompanionStarter.EXIT);
        }
        for (PortMapping port : ports) {
            String host = port.hostIp().isEmpty() ? "0.0.0.0" : port.hostIp();
            argv.add(port.protocol() + "," + host + "," + port.hostPort() + "," + port.containerPort() + ","
                    + port.range());
        }
        try {
            return starter.start(argv, Path.of("/"), output, lifetime);
        } catch (CompanionFailure e) {
            String reason = e.getMessage().strip();
            ErrorCode code = reason.contains("address already in use") ? ErrorCode.CONFLICT : ErrorCode.HOST;
            throw new JpodException(code, "rootlessport " + reason);
        }
    }
}
