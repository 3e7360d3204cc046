package io.jpod.network.slirp;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.network.Network;
import io.jpod.api.network.NetworkAttachment;
import io.jpod.api.network.NetworkPlan;
import io.jpod.api.network.NetworkRequest;
import io.jpod.api.network.PortMapping;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessRunner;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts, instructs and ends one helper per container. Immutable. */
final class SlirpNetwork implements Network {
    static final String TUN_REMEDY =
            "load the kernel module tun and let everyone read and write /dev/net/tun (mode 0666),"
                    + " or use --network none or --network host";

    private static final String DEVICE = "tap0";
    private static final String SOCKET = "slirp4netns.sock";
    private static final String OUTPUT = "slirp4netns.log";
    private static final int READY_DESCRIPTOR = 3;
    private static final int EXIT_DESCRIPTOR = 4;
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int CONTAINER = 100;
    private static final int GATEWAY = 2;
    private static final int NAME_SERVER = 3;

    private final Path program;
    private final Map<String, String> defaults;
    private final Path cache;
    private final ProcessRunner processes;
    private final Posix posix;
    private final Log log;
    private final PublishedPorts publishedPorts;

    /**
     * A network.
     *
     * @param defaults options that hold unless a container gives others
     * @param cache a directory of the provider's own
     */
    SlirpNetwork(
            Path program, Map<String, String> defaults, Path cache, ProcessRunner processes, Posix posix, Log log) {
        this.program = program;
        this.defaults = defaults;
        this.cache = cache;
        this.processes = processes;
        this.posix = posix;
        this.log = log;
        this.publishedPorts = new PublishedPorts(posix);
    }

    @Override
    public NetworkPlan plan(Map<String, String> options) {
        return plan(SlirpOptions.parse(defaults, options));
    }

    private static NetworkPlan plan(SlirpOptions options) {
        return new NetworkPlan(
                options.address(CONTAINER),
                options.address(GATEWAY),
                List.of(options.address(NAME_SERVER)),
                DEVICE,
                options.ipv6());
    }

    @Override
    public NetworkAttachment attach(NetworkRequest request) {
        SlirpOptions options = SlirpOptions.parse(defaults, request.options());
        publishedPorts.check(request.ports());
        SlirpFeatures features = SlirpFeatures.detect(program, cache, processes, posix, log);
        List<String> argv = new SlirpCommand(program, options, features, log).argv();
        Path directory = request.runDirectory();
        SlirpProcess process = start(request, argv);
        try {
            publish(request.ports(), directory.resolve(SOCKET), options.address(CONTAINER));
        } catch (RuntimeException e) {
            process.end(log);
            removeFiles(directory);
            throw e;
        }
        Map<String, String> state = new LinkedHashMap<>();
        state.put("pid", Integer.toString(process.pid()));
        state.put("start", process.start());
        state.put("directory", directory.toString());
        return new NetworkAttachment(plan(options), state);
    }

    private SlirpProcess start(NetworkRequest request, List<String> argv) {
        Path directory = request.runDirectory();
        int[] ready = {-1, -1};
        int output = -1;
        int pid = -1;
        boolean done = false;
        try {
            removeFiles(directory);
            ready = posix.pipe();
            String outputFile = directory.resolve(OUTPUT).toString();
            int flags = Posix.O_WRONLY | Posix.O_CREAT | Posix.O_TRUNC | Posix.O_APPEND;
            output = posix.open(Posix.AT_FDCWD, outputFile, flags, 0600);
            List<String> all = new ArrayList<>(argv);
            all.add("--api-socket=" + SOCKET); // bound relative to the directory: its whole path may be too long
            all.add("--ready-fd=" + READY_DESCRIPTOR);
            if (request.lifetimeDescriptor().isPresent()) {
                all.add("--exit-fd=" + EXIT_DESCRIPTOR);
            }
            all.add(Integer.toString(request.containerPid()));
            all.add(DEVICE);
            ProcessRequest.Builder child = ProcessRequest.builder(all)
                    .directory(directory)
                    .descriptor(1, output)
                    .descriptor(2, output)
                    .descriptor(READY_DESCRIPTOR, ready[1]);
            if (request.lifetimeDescriptor().isPresent()) {
                child.descriptor(EXIT_DESCRIPTOR, request.lifetimeDescriptor().get());
            }
            pid = processes.spawn(child.build());
            posix.close(ready[1]);
            ready[1] = -1;
            done = isReady(ready[0]);
        } catch (PosixException e) {
            throw JpodException.host("start slirp4netns for container " + request.id(), e);
        } finally {
            close(ready[0]);
            close(ready[1]);
            close(output);
            if (pid > 0 && !done) {
                SlirpProcess.of(posix, pid).end(log);
            }
        }
        if (!done) {
            JpodException failure = failure(directory);
            removeFiles(directory);
            throw failure;
        }
        return SlirpProcess.of(posix, pid);
    }

    private void close(int descriptor) {
        if (descriptor >= 0) {
            posix.close(descriptor);
        }
    }

    /** The helper writes a byte when the interface is up, and closes its end when it fails. */
    private boolean isReady(int descriptor) throws PosixException {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (true) {
            int left = (int) ((deadline - System.nanoTime()) / 1_000_000);
            if (left <= 0) {
                return false;
            }
            if (posix.poll(new int[] {descriptor}, new short[] {Posix.POLLIN}, new short[1], left) > 0) {
                return posix.read(descriptor, new byte[1], 0, 1) == 1;
            }
        }
    }

    /** What the helper printed, as podman tells it. */
    private JpodException failure(Path directory) {
        String text = "";
        try {
            text = new String(Files.readAllBytes(directory.resolve(OUTPUT)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            log.debug("no output of slirp4netns: " + e.getMessage());
        }
        if (text.length() > 2000) {
            text = text.substring(0, 2000);
        }
        String quoted = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        String message = program + " failed: \"" + quoted + "\"";
        return text.contains("/dev/net/tun")
                ? JpodException.host(message, null).withRemedy(TUN_REMEDY)
                : JpodException.external(message);
    }

    private void publish(List<PortMapping> ports, Path socket, String guest) {
        SlirpSocket api = new SlirpSocket(posix, socket);
        for (PortMapping port : ports) {
            for (int i = 0; i < port.range(); i++) {
                try {
                    api.forward(port, i, guest);
                } catch (JpodException e) {
                    // Somebody may have taken it after the check: then that is what to say.
                    PortMapping one = new PortMapping(
                            port.hostIp(), port.hostPort() + i, port.containerPort() + i, 1, port.protocol());
                    publishedPorts.check(List.of(one));
                    throw e;
                }
            }
        }
    }

    @Override
    public void detach(NetworkAttachment attachment) {
        Map<String, String> state = attachment.state();
        try {
            int pid = Integer.parseInt(state.getOrDefault("pid", "0"));
            new SlirpProcess(posix, pid, state.getOrDefault("start", "")).end(log);
        } catch (NumberFormatException e) {
            log.warn("damaged network state: slirp4netns pid " + state.get("pid"));
        }
        String directory = state.getOrDefault("directory", "");
        if (!directory.isEmpty()) {
            removeFiles(Path.of(directory));
        }
    }

    private void removeFiles(Path directory) {
        for (String name : List.of(SOCKET, OUTPUT)) {
            try {
                Files.deleteIfExists(directory.resolve(name));
            } catch (IOException e) {
                log.debug("cannot remove " + directory.resolve(name) + ": " + e.getMessage());
            }
        }
    }
}
