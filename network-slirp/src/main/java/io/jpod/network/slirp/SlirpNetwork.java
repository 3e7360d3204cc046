package io.jpod.network.slirp;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.network.Network;
import io.jpod.api.network.NetworkAttachment;
import io.jpod.api.network.NetworkPlan;
import io.jpod.api.network.NetworkRequest;
import io.jpod.api.network.PortMapping;
import io.jpod.api.process.ProcessRunner;
import io.jpod.support.companion.Companion;
import io.jpod.support.companion.CompanionFailure;
import io.jpod.support.companion.CompanionStarter;
import io.jpod.support.companion.PortRelay;
import io.jpod.support.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts, instructs and ends one helper per container, and a relay for the ports that the helper cannot publish. Immutable. */
final class SlirpNetwork implements Network {
    static final String TUN_REMEDY =
            "load the kernel module tun and let everyone read and write /dev/net/tun (mode 0666),"
                    + " or use --network none or --network host";

    private static final String DEVICE = "tap0";
    private static final String SOCKET = "slirp4netns.sock";
    private static final String OUTPUT = "slirp4netns.log";
    private static final String RELAY_OUTPUT = "jpod-relay.log";
    private static final String RELAY = "relay-";
    private static final int CONTAINER = 100;
    private static final int GATEWAY = 2;
    private static final int NAME_SERVER = 3;

    private final Path program;
    private final Optional<List<String>> launcher;
    private final Map<String, String> defaults;
    private final Path cache;
    private final ProcessRunner processes;
    private final Posix posix;
    private final Log log;
    private final PublishedPorts publishedPorts;
    private final CompanionStarter starter;

    /**
     * A network.
     *
     * @param launcher words before the helper's own, which give it mounts that it can take away without anybody else losing them; its
     *     sandbox detaches the whole tree of mounts, and where that is shared with the host's (systemd's default for root) the host would
     *     lose {@code /sys}, {@code /proc} and the rest. Empty where there is no way to give it such mounts: it runs without its sandbox
     * @param defaults options that hold unless a container gives others
     * @param cache a directory of the provider's own
     */
    SlirpNetwork(
            Path program,
            Optional<List<String>> launcher,
            Map<String, String> defaults,
            Path cache,
            ProcessRunner processes,
            Posix posix,
            Log log) {
        this.program = program;
        this.launcher = launcher;
        this.defaults = defaults;
        this.cache = cache;
        this.processes = processes;
        this.posix = posix;
        this.log = log;
        this.publishedPorts = new PublishedPorts(posix);
        this.starter = new CompanionStarter(processes, posix, log);
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
        Optional<PortRelay> relay = PortRelay.find(processes, posix, log);
        PortSplit ports = new PortSplit(request.ports(), options.portHandler(), relay.isPresent(), log);
        publishedPorts.check(request.ports());
        Path directory = request.runDirectory();
        Map<String, String> state = new LinkedHashMap<>();
        state.put("directory", directory.toString());
        NetworkAttachment attachment = null;
        try {
            keep(state, "", startHelper(request, options));
            publish(ports.helper, directory.resolve(SOCKET), options.address(CONTAINER));
            if (!ports.relay.isEmpty()) {
                keep(
                        state,
                        RELAY,
                        relay.orElseThrow()
                                .start(
                                        request.containerPid(),
                                        options.address(CONTAINER),
                                        ports.relay,
                                        directory.resolve(RELAY_OUTPUT),
                                        request.lifetimeDescriptor()));
            }
            attachment = new NetworkAttachment(plan(options), state);
            return attachment;
        } finally {
            if (attachment == null) {
                detach(new NetworkAttachment(plan(options), state));
            }
        }
    }

    private static void keep(Map<String, String> state, String prefix, Companion companion) {
        state.put(prefix + "pid", Integer.toString(companion.pid()));
        state.put(prefix + "start", companion.start());
    }

    private Companion startHelper(NetworkRequest request, SlirpOptions options) {
        SlirpFeatures features = SlirpFeatures.detect(program, cache, processes, posix, log);
        List<String> argv = new ArrayList<>(launcher.orElse(List.of()));
        argv.addAll(new SlirpCommand(program, options, features, launcher.isPresent(), log).argv());
        argv.add("--api-socket=" + SOCKET); // bound relative to the directory: its whole path may be too long
        argv.add("--ready-fd=" + CompanionStarter.READY);
        if (request.lifetimeDescriptor().isPresent()) {
            argv.add("--exit-fd=" + CompanionStarter.EXIT);
        }
        argv.add(Integer.toString(request.containerPid()));
        argv.add(DEVICE);
        Path directory = request.runDirectory();
        removeFiles(directory);
        try (AddressDetection detection = new AddressDetection(posix, log)) {
            if (options.ipv6()) {
                detection.switchOff(request.containerPid());
            }
            return starter.start(argv, directory, directory.resolve(OUTPUT), request.lifetimeDescriptor());
        } catch (CompanionFailure e) {
            String message = program + " failed: " + e.quoted();
            throw message.contains("/dev/net/tun")
                    ? JpodException.host(message, null).withRemedy(TUN_REMEDY)
                    : JpodException.external(message);
        }
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
        end(state, "");
        end(state, RELAY);
        String directory = state.getOrDefault("directory", "");
        if (!directory.isEmpty()) {
            removeFiles(Path.of(directory));
        }
    }

    private void end(Map<String, String> state, String prefix) {
        String pid = state.getOrDefault(prefix + "pid", "0");
        try {
            new Companion(posix, Integer.parseInt(pid), state.getOrDefault(prefix + "start", "")).end(log);
        } catch (NumberFormatException e) {
            log.warn("damaged network state: process " + pid);
        }
    }

    private void removeFiles(Path directory) {
        for (String name : List.of(SOCKET, OUTPUT, RELAY_OUTPUT)) {
            try {
                Files.deleteIfExists(directory.resolve(name));
            } catch (IOException e) {
                log.debug("cannot remove " + directory.resolve(name) + ": " + e.getMessage());
            }
        }
    }
}
