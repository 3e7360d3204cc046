package io.jpod.network.slirp;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.JpodException;
import io.jpod.api.ProviderContext;
import io.jpod.api.host.HostFacts;
import io.jpod.api.network.Network;
import io.jpod.api.network.NetworkProvider;
import io.jpod.support.posix.PosixLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Opens {@link SlirpNetwork}. Options of the provider: {@code path}, the program; {@code options}, settings that hold unless a
 * container says otherwise, as {@code name=value,…}.
 */
public final class SlirpNetworkProvider implements NetworkProvider {
    private static final String PROGRAM = "slirp4netns";
    private static final Path DEVICE = Path.of("/dev/net/tun");
    private static final String INSTALL = "install the package slirp4netns, or use --network none or --network host";

    @Override
    public String id() {
        return PROGRAM;
    }

    @Override
    public int apiLevel() {
        return ApiLevel.CURRENT;
    }

    @Override
    public Availability probe(HostFacts host) {
        if (host.findExecutable(PROGRAM).isEmpty()) {
            return Availability.unusable("no slirp4netns on the search path", INSTALL);
        }
        if (!host.canOpen(DEVICE)) {
            return Availability.unusable(DEVICE + " cannot be opened", SlirpNetwork.TUN_REMEDY);
        }
        return Availability.usable();
    }

    @Override
    public Network open(ProviderContext context) {
        String given = context.options().getOrDefault("path", "");
        Optional<Path> program = given.isEmpty() ? context.host().findExecutable(PROGRAM) : Optional.of(Path.of(given));
        if (program.isEmpty()) {
            throw JpodException.host("no slirp4netns on the search path", null).withRemedy(INSTALL);
        }
        return new SlirpNetwork(
                program.get(),
                launcher(context.host()),
                SlirpOptions.split(context.options().getOrDefault("options", "")),
                context.runDirectory(),
                context.processes(),
                PosixLoader.load(context.log()),
                context.log());
    }

    /** Rootless, all mounts are those of the user's namespace, which gets the host's changes and passes none on. */
    private static Optional<List<String>> launcher(HostFacts host) {
        if (host.rootless()) {
            return Optional.of(List.of());
        }
        Optional<Path> unshare = host.findExecutable("unshare");
        return unshare.isEmpty()
                ? Optional.empty()
                : Optional.of(List.of(unshare.get().toString(), "--mount", "--propagation", "private", "--"));
    }
}
