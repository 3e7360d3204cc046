package io.jpod.engine.spec;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.request.DeviceSpec;
import io.jpod.engine.request.MountSpec;
import io.jpod.engine.volume.StoredVolumes;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What users and images mount: host paths, volumes, tmpfs, images, devices, and what follows from other flags. */
final class UserMounts {
    private final EngineContext context;
    private final BundleRequest request;
    private final ContainerConfig config;
    private final SpecFacts facts;
    private final StoredVolumes volumes;
    private final ContainerRoot root;
    private final Accounts.Account account;
    private final Scratch scratch;
    private HostMounts hostMounts;

    UserMounts(
            EngineContext context,
            BundleRequest request,
            SpecFacts facts,
            StoredVolumes volumes,
            ContainerRoot root,
            Accounts.Account account,
            Scratch scratch) {
        this.context = context;
        this.request = request;
        this.config = request.config();
        this.facts = facts;
        this.volumes = volumes;
        this.root = root;
        this.account = account;
        this.scratch = scratch;
    }

    void addTo(MountTable table) {
        if (facts.systemd) {
            List<String> systemd = new ArrayList<>();
            config.request().filesystem().shmSizeSystemd().ifPresent(size -> systemd.add("size=" + size));
            for (String directory : List.of("/run", "/run/lock", "/tmp", "/var/log/journal")) {
                tmpfs(table, directory, systemd);
            }
        }
        if (facts.readOnlyRoot && config.request().filesystem().readOnlyTmpfs()) {
            for (String directory : List.of("/run", "/tmp", "/var/tmp")) {
                tmpfs(table, directory, List.of());
            }
        }
        for (MountSpec mount : config.mounts()) {
            if (ContainerPath.clean(mount.destination()).equals("/dev")) {
                table.removeBelow("/dev");
            }
            add(table, mount);
        }
        if (config.request().process().init()) {
            Path program = InitProgram.find(initPath(), context.host());
            table.put(InitProgram.DESTINATION, "bind", program.toString(), "bind", "ro", "rprivate");
        }
    }

    private String initPath() {
        String requested = config.request().process().initPath();
        return requested.isEmpty() ? context.settings().getObject("containers").getString("init_path", "") : requested;
    }

    private void add(MountTable table, MountSpec mount) {
        switch (mount.type()) {
            case "tmpfs", "ramfs" -> memory(table, mount);
            case "devpts" -> table.put(mount.destination(), "devpts", "devpts", mount.options());
            case "bind" -> bind(table, mount, mount.source());
            case "glob" -> glob(table, mount);
            case "volume" -> volume(table, mount);
            case "image" -> image(table, mount);
            default -> throw JpodException.usage("invalid filesystem type \"" + mount.type() + "\"");
        }
    }

    private void memory(MountTable table, MountSpec mount) {
        MountOptions options = MountOptions.parse(mount.options(), true);
        if (mount.type().equals("ramfs")) {
            // It knows only a mode, and the runtimes copy only into a tmpfs.
            List<String> plain = options.completed(true, true, false);
            plain.remove("tmpcopyup");
            table.put(mount.destination(), "ramfs", "ramfs", plain);
            return;
        }
        List<String> completed = options.completed(true, true, false);
        if (options.chown()) {
            completed.add("uid=" + account.uid());
            completed.add("gid=" + account.gid());
        }
        table.put(mount.destination(), mount.type(), mount.type(), completed);
    }

    private static void tmpfs(MountTable table, String destination, List<String> options) {
        table.put(
                destination, "tmpfs", "tmpfs", MountOptions.parse(options, true).completed(true, true, false));
    }

    private void bind(MountTable table, MountSpec mount, String hostPath) {
        MountOptions options = MountOptions.parse(mount.options(), false);
        Path source = Path.of(hostPath);
        if (!Files.exists(source)) {
            throw JpodException.notFound("statfs " + hostPath + ": no such file or directory");
        }
        if (options.overlay()) {
            overlay(table, mount.destination(), source, options);
            return;
        }
        if (options.chown()) {
            Ownership.give(context.posix(), source, userId(), groupId());
        }
        if (hostMounts == null) {
            hostMounts = new HostMounts(Path.of("/proc/self/mountinfo"));
        }
        List<String> completed = options.completed(
                hostMounts.has(source, "nosuid"), hostMounts.has(source, "nodev"), hostMounts.has(source, "noexec"));
        table.put(mount.destination(), "bind", hostPath, withIdMap(completed, options));
    }

    private List<String> withIdMap(List<String> completed, MountOptions options) {
        if (options.idMap().isEmpty()) {
            return completed;
        }
        if (facts.rootless) {
            throw JpodException.unsupported("the 'idmap' mount option needs root of the initial user namespace");
        }
        List<String> result = new ArrayList<>(completed);
        result.add(options.idMap());
        return result;
    }

    private void glob(MountTable table, MountSpec mount) {
        Path pattern = Path.of(mount.source());
        Path directory = pattern.getParent();
        List<Path> found = new ArrayList<>();
        if (directory != null && pattern.getFileName() != null) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                    directory,
                    entry -> PathPattern.matches(
                            pattern.getFileName().toString(), String.valueOf(entry.getFileName())))) {
                for (Path entry : entries) {
                    found.add(entry);
                }
            } catch (IOException e) {
                throw JpodException.host("listing " + directory + " for mount " + mount.source(), e);
            }
        }
        if (found.isEmpty()) {
            throw JpodException.notFound("no file paths matching glob \"" + mount.source() + "\"");
        }
        for (Path path : found) {
            String destination =
                    mount.destination().isEmpty() ? path.toString() : mount.destination() + "/" + path.getFileName();
            bind(table, mount.toBuilder().destination(destination).build(), path.toString());
        }
    }

    private void volume(MountTable table, MountSpec mount) {
        MountOptions options = MountOptions.parse(mount.options(), false);
        StoredVolumes.Prepared prepared = volumes.prepare(
                mount.source(),
                root,
                mount.destination(),
                options.copy() && options.subpath().isEmpty() && !options.overlay(),
                userId(),
                groupId(),
                config.id());
        Path source = prepared.directory();
        if (!options.subpath().isEmpty()) {
            source = scratch.bindBelow(source, "volume", options.subpath());
        }
        if (options.overlay()) {
            overlay(table, mount.destination(), source, options);
            return;
        }
        if (options.chown()) {
            Ownership.give(context.posix(), source, userId(), groupId());
        }
        List<String> completed = options.completed(true, true, false);
        if (prepared.readOnly() && !options.readOnly()) {
            completed.remove("rw");
            completed.add("ro");
        }
        table.put(mount.destination(), "bind", source.toString(), withIdMap(completed, options));
    }

    private void image(MountTable table, MountSpec mount) {
        Path lower = request.imageMounts().get(mount.source());
        if (lower == null) {
            throw JpodException.internal("image " + mount.source() + " is not mounted", null);
        }
        for (String option : mount.options()) {
            if (option.startsWith("subpath=")) {
                lower = scratch.bindBelow(lower, "image", option.substring(8));
            }
        }
        boolean writable = mount.options().contains("rw") || mount.options().contains("rw=true");
        List<String> options = new ArrayList<>();
        if (writable) {
            Path work = scratch.overlayDirectory();
            options.add("lowerdir=" + escaped(lower));
            options.add("upperdir=" + escaped(work.resolve("upper")));
            options.add("workdir=" + escaped(work.resolve("work")));
            options.add("private");
            userXattr(options);
            table.put(mount.destination(), "overlay", work.resolve("merge").toString(), options);
        } else {
            table.put(mount.destination(), "bind", lower.toString(), "ro", "rprivate", "nosuid", "nodev", "rbind");
        }
    }

    private void overlay(MountTable table, String destination, Path lower, MountOptions given) {
        Path work = scratch.overlayDirectory();
        String upper = given.upper().isEmpty() ? work.resolve("upper").toString() : given.upper();
        String workDirectory = given.work().isEmpty() ? work.resolve("work").toString() : given.work();
        if (given.upper().isEmpty() != given.work().isEmpty()) {
            throw JpodException.usage("cannot specify only one of upperdir and workdir: invalid mount option");
        }
        if (given.chown()) {
            Ownership.give(context.posix(), lower, userId(), groupId());
        }
        List<String> options = new ArrayList<>();
        options.add("lowerdir=" + escaped(lower));
        options.add("upperdir=" + escaped(Path.of(upper)));
        options.add("workdir=" + escaped(Path.of(workDirectory)));
        options.add("private");
        userXattr(options);
        table.put(destination, "overlay", work.resolve("merge").toString(), options);
    }

    /** In a user namespace overlay keeps its marks in attributes that a user may write. */
    private void userXattr(List<String> options) {
        if (facts.mountDevices) {
            options.add("userxattr");
        }
    }

    private static String escaped(Path path) {
        return path.toString().replace("\\", "\\\\").replace(":", "\\:").replace(",", "\\,");
    }

    private long userId() {
        return ContainerIds.host(facts.uids, account.uid());
    }

    private long groupId() {
        return ContainerIds.host(facts.gids, account.gid());
    }

    /**
     * Adds devices: as mounts where they cannot be made, else to the lists.
     *
     * @param described nodes that the runtime makes
     * @param rules what the cgroup allows
     */
    void addDevices(MountTable table, List<JsonObject> described, List<JsonObject> rules) {
        HostDevices devices = new HostDevices(context.posix());
        List<DeviceSpec> wanted = new ArrayList<>();
        if (facts.privileged && !facts.systemd && !table.options("/dev").contains("rbind")) {
            wanted.addAll(devices.all());
        }
        for (DeviceSpec spec : config.request().security().devices()) {
            wanted.addAll(devices.expand(spec));
        }
        for (DeviceSpec spec : wanted) {
            HostDevices.Node node = devices.node(spec);
            if (facts.mountDevices) {
                String access = node.permissions().contains("w") ? "rw" : "ro";
                table.put(node.path(), "bind", node.hostPath(), "slave", "nosuid", "noexec", access, "rbind");
            } else {
                described.add(HostDevices.described(node));
                rules.add(HostDevices.rule(node));
            }
        }
    }

    /** Shared memory: the host's, another container's, or a file system of this container's that others can join. */
    void addSharedMemory(MountTable table) throws PosixException {
        String kind = config.request().namespaces().ipc().kind();
        if (kind.equals("none")
                || table.has("/dev/shm")
                || table.options("/dev").contains("rbind")) {
            return;
        }
        String source;
        if (kind.equals("host")) {
            source = "/dev/shm";
        } else if (kind.equals("container")) {
            BundleRequest.Joined other =
                    request.joined().get(config.request().namespaces().ipc().value());
            source = other == null ? "" : Scratch.sharedMemory(other.userdata()).toString();
        } else {
            long size = config.request().filesystem().shmSize().orElse(65536000L);
            long uid = ContainerIds.host(facts.uids, 0);
            long gid = ContainerIds.host(facts.gids, 0);
            source = scratch.mountSharedMemory(size, uid, gid).toString();
        }
        if (!source.isEmpty()) {
            table.put("/dev/shm", "bind", source, "bind", "rprivate", "nosuid", "noexec", "nodev");
        }
    }
}
