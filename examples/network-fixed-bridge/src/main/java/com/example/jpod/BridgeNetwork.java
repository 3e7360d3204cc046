package com.example.jpod;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.network.Network;
import io.jpod.api.network.NetworkAttachment;
import io.jpod.api.network.NetworkPlan;
import io.jpod.api.network.NetworkRequest;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A bridge in each container's own network namespace, with an address that is always the same: programs that insist on an interface
 * with an address find one, and nothing gets in or out. The option {@code address} chooses another one.
 */
final class BridgeNetwork implements Network {
    private static final String DEVICE = "br0";

    private final ProcessRunner processes;

    BridgeNetwork(ProcessRunner processes) {
        this.processes = processes;
    }

    @Override
    public NetworkPlan plan(Map<String, String> options) {
        String address = "10.99.0.2";
        for (Map.Entry<String, String> option : options.entrySet()) {
            if (!option.getKey().equals("address")) {
                throw JpodException.usage("unknown option " + option.getKey() + " of network fixed-bridge");
            }
            address = option.getValue();
        }
        if (!address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
            throw JpodException.usage("address " + address + " of network fixed-bridge is no IPv4 address");
        }
        return new NetworkPlan(address, address, List.of(), DEVICE, false);
    }

    @Override
    public NetworkAttachment attach(NetworkRequest request) {
        NetworkPlan plan = plan(request.options());
        if (!request.ports().isEmpty()) {
            throw JpodException.unsupported("network fixed-bridge publishes no ports: "
                    + request.ports().get(0).protocol() + " " + request.ports().get(0).hostPort());
        }
        int pid = request.containerPid();
        ip(pid, "link", "add", DEVICE, "type", "bridge");
        ip(pid, "address", "add", plan.address() + "/24", "dev", DEVICE);
        ip(pid, "link", "set", DEVICE, "up");
        return new NetworkAttachment(plan, Map.of("pid", Integer.toString(pid)));
    }

    /** The namespace takes its bridge along when it goes. */
    @Override
    public void detach(NetworkAttachment attachment) {}

    /** Root may change what belongs to user namespaces below its own; anybody else has to be the container's root for that. */
    private void ip(int pid, String... words) {
        List<String> argv = new ArrayList<>(List.of("nsenter", "--target", Integer.toString(pid), "--net"));
        if (!isRoot()) {
            argv.addAll(List.of("--user", "--preserve-credentials"));
        }
        argv.add("ip");
        argv.addAll(List.of(words));
        ProcessResult result = processes.run(ProcessRequest.of(argv));
        if (!result.succeeded()) {
            throw new JpodException(ErrorCode.HOST, String.join(" ", argv) + ": " + result.stderr().trim());
        }
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            throw JpodException.host("looking at /proc/self", e);
        }
    }
}
