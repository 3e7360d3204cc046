package io.jpod.network.slirp;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds the helper's argument vector up to the parts that differ from run to run. Immutable. */
final class SlirpCommand {
    private final Path program;
    private final SlirpOptions options;
    private final SlirpFeatures features;
    private final boolean sandbox;
    private final Log log;

    /** @param sandbox whether the helper may detach the mounts that it starts with */
    SlirpCommand(Path program, SlirpOptions options, SlirpFeatures features, boolean sandbox, Log log) {
        this.program = program;
        this.options = options;
        this.features = features;
        this.sandbox = sandbox;
        this.log = log;
    }

    /** @throws JpodException HOST when an option was asked for that the installed program does not know */
    List<String> argv() {
        List<String> argv = new ArrayList<>();
        argv.add(program.toString());
        argv.add("--configure");
        if (!options.hostLoopback() && features.has("--disable-host-loopback")) {
            argv.add("--disable-host-loopback");
        }
        if (features.has("--mtu")) {
            argv.add("--mtu=" + options.mtu());
        }
        if (sandbox && features.has("--enable-sandbox") && resolverIsInSandbox()) {
            argv.add("--enable-sandbox");
        }
        if (features.has("--enable-seccomp")) {
            argv.add("--enable-seccomp");
        }
        if (options.ipv6()) {
            if (features.has("--enable-ipv6")) {
                argv.add("--enable-ipv6");
            } else if (options.ipv6Given()) {
                throw unknown("enable_ipv6");
            }
        }
        add(argv, "cidr", "--cidr", options.cidr());
        add(argv, "outbound_addr", "--outbound-addr", options.outboundAddress());
        add(argv, "outbound_addr6", "--outbound-addr6", options.outboundAddress6());
        return argv;
    }

    private void add(List<String> argv, String option, String flag, String value) {
        if (!value.isEmpty()) {
            if (!features.has(flag + "=")) {
                throw unknown(option);
            }
            argv.add(flag + "=" + value);
        }
    }

    private JpodException unknown(String option) {
        return JpodException.host(option + " not supported by " + program, null)
                .withRemedy("install a newer slirp4netns");
    }

    /** The sandbox shows only /etc and /run: name resolution fails when resolv.conf is a link to another place. */
    private boolean resolverIsInSandbox() {
        try {
            Path real = Path.of("/etc/resolv.conf").toRealPath();
            boolean inside = real.startsWith("/etc") || real.startsWith("/run");
            if (!inside) {
                log.debug("slirp4netns without its sandbox, which would hide " + real);
            }
            return inside;
        } catch (IOException e) {
            return true;
        }
    }
}
