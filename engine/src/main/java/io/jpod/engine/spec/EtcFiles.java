package io.jpod.engine.spec;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.request.NetworkOptions;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes the small files that are mounted over an image's: names of hosts, resolver, host name, time zone, {@code .containerenv}. */
final class EtcFiles {
    private static final int LIMIT = 1 << 20;
    private static final int READABLE = 0644;

    private final EngineContext context;
    private final BundleRequest request;
    private final ContainerConfig config;
    private final SpecFacts facts;
    private final ContainerRoot root;
    private final HostText host;

    EtcFiles(EngineContext context, BundleRequest request, SpecFacts facts, ContainerRoot root) {
        this.context = context;
        this.request = request;
        this.config = request.config();
        this.facts = facts;
        this.root = root;
        this.host = new HostText(context.posix());
    }

    /** Writes the files and adds their mounts, except where the user has mounted something of his own. */
    void addTo(MountTable table) {
        NetworkOptions network = config.request().network();
        if (!network.noHostname()) {
            bind(table, "/etc/hostname", write("hostname", config.hostname()));
        }
        if (!facts.noNetwork && !network.dnsServers().contains("none")) {
            Path file = write("resolv.conf", resolver());
            bind(table, "/etc/resolv.conf", file);
            for (String directory : config.request().filesystem().chrootDirs()) {
                bind(table, ContainerPath.clean(directory + "/etc/resolv.conf"), file);
            }
        }
        if (!network.noHosts()) {
            Path file = write("hosts", hosts());
            bind(table, "/etc/hosts", file);
            for (String directory : config.request().filesystem().chrootDirs()) {
                bind(table, ContainerPath.clean(directory + "/etc/hosts"), file);
            }
        }
        if (facts.systemd || !table.has("/run")) {
            bind(table, "/run/.containerenv", write(".containerenv", containerEnv()));
        }
        String zone = config.request().process().timezone();
        if (!zone.isEmpty()) {
            zone(table, zone);
        }
    }

    void bind(MountTable table, String destination, Path source) {
        if (table.has(destination)) {
            context.log().debug("a mount of the user's takes the place of " + destination);
            return;
        }
        if (facts.readOnlyRoot) {
            table.put(destination, "bind", source.toString(), "bind", "rprivate", "ro", "nosuid", "noexec", "nodev");
        } else {
            table.put(destination, "bind", source.toString(), "bind", "rprivate");
        }
    }

    Path write(String name, String content) {
        return write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Nobody sees these files before the container is created, so that they need not be replaced at one blow. */
    private Path write(String name, byte[] content) {
        Path file = request.userdata().resolve(name);
        Posix posix = context.posix();
        try {
            int flags = Posix.O_WRONLY | Posix.O_CREAT | Posix.O_TRUNC | Posix.O_NOFOLLOW;
            int descriptor = posix.open(Posix.AT_FDCWD, file.toString(), flags, READABLE);
            try {
                int done = 0;
                while (done < content.length) {
                    done += posix.write(descriptor, content, done, content.length - done);
                }
                if (posix.stat(descriptor, "", Posix.AT_EMPTY_PATH).permissions() != READABLE) {
                    posix.changeMode(Posix.AT_FDCWD, file.toString(), READABLE);
                }
            } finally {
                posix.close(descriptor);
            }
            giveToContainer(file);
            return file;
        } catch (PosixException e) {
            throw JpodException.host("writing " + file, e);
        }
    }

    private void giveToContainer(Path file) throws PosixException {
        if (!facts.uids.isEmpty()) {
            context.posix()
                    .changeOwner(
                            Posix.AT_FDCWD,
                            file.toString(),
                            ContainerIds.host(facts.uids, 0),
                            ContainerIds.host(facts.gids, 0),
                            Posix.AT_SYMLINK_NOFOLLOW);
        }
    }

    private String resolver() {
        Optional<BundleRequest.Joined> other = joinedNetwork();
        if (other.isPresent()) {
            String shared =
                    host.read(other.get().userdata().resolve("resolv.conf").toString());
            if (!shared.isEmpty()) {
                return shared;
            }
        }
        NetworkOptions network = config.request().network();
        String own = this.host.read("/etc/resolv.conf");
        if (own.contains("127.0.0.53")) {
            String upstream = this.host.read("/run/systemd/resolve/resolv.conf");
            own = upstream.isEmpty() ? own : upstream;
        }
        List<String> planned =
                request.networkPlan().isPresent() ? request.networkPlan().get().nameServers() : List.of();
        return ResolverFile.render(
                network.dnsServers(),
                network.dnsSearch(),
                network.dnsOptions(),
                context.settings(),
                planned,
                own,
                facts.hostNetwork);
    }

    private String hosts() {
        HostsFile file = new HostsFile();
        String names = config.hostname().isEmpty() ? request.name() : config.hostname() + " " + request.name();
        Optional<BundleRequest.Joined> other = joinedNetwork();
        if (other.isPresent()) {
            file.addVerbatim(host.read(other.get().userdata().resolve("hosts").toString()));
            file.add("127.0.0.1", names);
            return file.text();
        }
        Optional<String> hostAddress = new HostAddress(host, "/proc/net").find();
        String configured = context.settings().getObject("containers").getString("host_containers_internal_ip", "");
        if (configured.equals("none")) {
            hostAddress = Optional.empty();
        } else if (!configured.isEmpty()) {
            hostAddress = Optional.of(configured);
        }
        for (String entry : config.request().network().addHosts()) {
            extra(file, entry, hostAddress);
        }
        file.addAll(baseHosts());
        if (hostAddress.isPresent()) {
            file.add(hostAddress.get(), "host.containers.internal");
        }
        if (facts.noNetwork) {
            file.add("127.0.0.1", names);
        } else if (request.networkPlan().isPresent()) {
            file.add(request.networkPlan().get().address(), names);
        }
        return file.text();
    }

    private static void extra(HostsFile file, String entry, Optional<String> hostAddress) {
        int colon = entry.indexOf(':');
        String address = entry.substring(colon + 1);
        if (address.equals("host-gateway")) {
            if (hostAddress.isEmpty()) {
                throw JpodException.usage("unable to replace \"host-gateway\" of host entry \"" + entry
                        + "\": host containers internal IP address is empty");
            }
            address = hostAddress.get();
        }
        file.add(address, entry.substring(0, colon).replace(';', ' '));
    }

    private String baseHosts() {
        String base = config.request().network().hostsFile();
        if (base.isEmpty()) {
            base = context.settings().getObject("containers").getString("base_hosts_file", "");
        }
        return switch (base) {
            case "" -> host.read("/etc/hosts");
            case "none" -> "127.0.0.1\tlocalhost localhost.localdomain\n::1\tlocalhost localhost.localdomain\n";
            case "image" -> new String(root.read("/etc/hosts", LIMIT).orElse(new byte[0]), StandardCharsets.UTF_8);
            default -> {
                if (!Files.isReadable(Path.of(base))) {
                    throw JpodException.notFound("reading base hosts file " + base + ": no such file or directory");
                }
                yield host.read(base);
            }
        };
    }

    private Optional<BundleRequest.Joined> joinedNetwork() {
        return config.network().kind().equals("container")
                ? Optional.ofNullable(request.joined().get(config.network().value()))
                : Optional.empty();
    }

    private String containerEnv() {
        if (!facts.privileged) {
            return "";
        }
        return "engine=\"jpod\"\nname=\"" + request.name() + "\"\nid=\"" + config.id() + "\"\nimage=\""
                + config.imageName() + "\"\nimageid=\"" + config.imageId() + "\"\nrootless=" + (facts.rootless ? 1 : 0)
                + "\n";
    }

    private void zone(MountTable table, String zone) {
        Path source = zone.equals("local")
                ? Path.of("/etc/localtime")
                : Path.of("/usr/share/zoneinfo").resolve(zone);
        try {
            bind(table, "/etc/localtime", write("localtime", Files.readAllBytes(source)));
        } catch (IOException e) {
            throw JpodException.host("reading time zone " + source, e);
        }
    }
}
