package io.jpod.engine.spec;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.idmap.IdMapping;
import io.jpod.engine.EngineContext;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.request.MountSpec;
import io.jpod.engine.volume.StoredVolumes;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes bundles: {@code config.json}, the files that are mounted into the container, and a missing working directory. */
public final class BundleWriter {
    private static final String OCI_VERSION = "1.0.2-dev";

    private final EngineContext context;
    private final StoredVolumes volumes;

    public BundleWriter(EngineContext context, StoredVolumes volumes) {
        this.context = context;
        this.volumes = volumes;
    }

    /**
     * Writes one bundle, over an older one of the same container. Volumes must have been {@link StoredVolumes#claim claimed}. What is
     * mounted below the userdata directory on the way is undone on failure, else by {@link #release}.
     *
     * @throws JpodException NOT_FOUND for a mount source that does not exist, COMMAND_NOT_INVOKABLE for a user or working directory
     *     that cannot be had, HOST
     */
    public void write(BundleRequest request) {
        release(request.userdata(), request.overlays());
        Scratch scratch = new Scratch(context.posix(), request.userdata(), request.overlays());
        try (ContainerRoot root = ContainerRoot.open(context.posix(), request.rootfs())) {
            JsonObject spec = spec(request, root, scratch);
            AtomicFile.writeVolatile(request.bundle().resolve("config.json"), Json.compact(spec));
        } catch (IOException e) {
            throw undone(scratch, JpodException.host("writing bundle " + request.bundle(), e));
        } catch (JpodException e) {
            throw undone(scratch, e);
        }
    }

    private static JpodException undone(Scratch scratch, JpodException failure) {
        try {
            scratch.release();
        } catch (JpodException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /** Unmounts what {@link #write} mounted below the userdata directory; nothing mounted is no error. Before the root is unmounted. */
    public void release(Path userdata, Path overlays) {
        new Scratch(context.posix(), userdata, overlays).release();
    }

    private JsonObject spec(BundleRequest request, ContainerRoot root, Scratch scratch) throws PosixException {
        ContainerConfig config = request.config();
        SpecFacts facts = new SpecFacts(config, context.host());
        if (!facts.uids.isEmpty() && IdMapping.toContainer(facts.uids, 0).isEmpty()) {
            new Traversal(context).allow(request.rootfs());
        }
        PasswdFiles passwd = new PasswdFiles(config, root);
        passwd.addCurrentUser(context.host(), facts);
        passwd.addHostUsers(Path.of("/etc/passwd"));
        Accounts accounts = passwd.accounts();
        Accounts.Account account = accounts.resolve(config.userSpec());
        passwd.addProcessUser(account);
        workingDirectory(config, facts, root, account);

        MountTable mounts = new MountTable();
        new StandardMounts(config, facts, context.host()).addTo(mounts);
        UserMounts own = new UserMounts(context, request, facts, volumes, root, account, scratch);
        own.addTo(mounts);
        List<JsonObject> devices = new ArrayList<>();
        List<JsonObject> deviceRules = new ArrayList<>();
        own.addDevices(mounts, devices, deviceRules);
        EtcFiles files = new EtcFiles(context, request, facts, root);
        files.addTo(mounts);
        boolean copies =
                facts.readOnlyRoot || !config.request().filesystem().rootfs().isEmpty();
        passwd.store(files, mounts, copies);
        own.addSharedMemory(mounts);
        if (request.notified()) {
            addNotifySocket(request, mounts);
        }

        ProcessSection process = new ProcessSection(context, config, facts);
        List<String> bounding = process.bounding();
        List<Long> groups = process.groups(accounts, account, config.userSpec());
        JsonObject spec = new JsonObject();
        spec.put("ociVersion", OCI_VERSION);
        JsonObject first = process.json(account, groups, bounding);
        startVariables(request, first);
        spec.put("process", first);
        JsonObject rootObject = new JsonObject().put("path", request.rootfs().toString());
        if (facts.readOnlyRoot) {
            rootObject.put("readonly", true);
        }
        spec.put("root", rootObject);
        boolean namesItself = config.request().namespaces().uts().kind().isEmpty()
                || config.request().namespaces().uts().kind().equals("private");
        if (namesItself && !config.hostname().isEmpty()) {
            spec.put("hostname", config.hostname());
        }
        spec.put("mounts", mounts.sorted());
        if (!config.annotations().isEmpty()) {
            spec.put("annotations", config.annotations());
        }
        hooks(config, process, spec);
        spec.put("linux", new LinuxSection(context, request, facts).json(mounts, devices, deviceRules, bounding));
        return spec;
    }

    private void hooks(ContainerConfig config, ProcessSection process, JsonObject spec) {
        List<String> hooks = context.settings().getObject("engine").getStrings("hooks_dir");
        if (!hooks.isEmpty()) {
            JsonObject chosen = new OciHooks(config, process.arguments()).json(hooks);
            if (!chosen.isEmpty()) {
                spec.put("hooks", chosen);
            }
        }
    }

    private static void startVariables(BundleRequest request, JsonObject process) {
        Map<String, String> added = new LinkedHashMap<>(request.environment());
        if (request.notified()) {
            added.put("NOTIFY_SOCKET", "/run/notify/notify.sock");
        }
        if (added.isEmpty()) {
            return;
        }
        List<String> variables = new ArrayList<>();
        for (String variable : process.getStrings("env")) {
            if (!added.containsKey(variable.substring(0, Math.max(0, variable.indexOf('='))))) {
                variables.add(variable);
            }
        }
        for (Map.Entry<String, String> variable : added.entrySet()) {
            variables.add(variable.getKey() + "=" + variable.getValue());
        }
        process.put("env", variables);
    }

    /** The directory in which the monitor makes the socket that the process tells at that it is ready. */
    private static void addNotifySocket(BundleRequest request, MountTable mounts) {
        Path directory = request.bundle().resolve("notify");
        try {
            Files.createDirectory(directory);
        } catch (IOException e) {
            throw JpodException.host("making " + directory, e);
        }
        mounts.put("/run/notify", "bind", directory.toString(), "bind", "rprivate");
    }

    /** An image's working directory is made when it is missing; the caller's must be there, unless it lies in a mount. */
    private static void workingDirectory(
            ContainerConfig config, SpecFacts facts, ContainerRoot root, Accounts.Account account) {
        String directory = config.workingDirectory();
        if (directory.isEmpty() || directory.equals("/") || coveredByMount(config, directory)) {
            return;
        }
        Optional<FileStatus> there = directory.startsWith("/") ? root.status(directory) : Optional.empty();
        if (there.isPresent() && there.get().isDirectory()) {
            return;
        }
        if (there.isPresent()) {
            throw new JpodException(
                    ErrorCode.COMMAND_NOT_INVOKABLE,
                    "workdir \"" + directory + "\" exists on container " + config.id() + ", but is not a directory");
        }
        if (!config.request().process().workingDirectory().isEmpty()) {
            throw new JpodException(
                    ErrorCode.COMMAND_NOT_INVOKABLE,
                    "workdir \"" + directory + "\" does not exist on container " + config.id());
        }
        root.makeDirectories(
                directory,
                0755,
                ContainerIds.host(facts.uids, account.uid()),
                ContainerIds.host(facts.gids, account.gid()));
    }

    private static boolean coveredByMount(ContainerConfig config, String directory) {
        String wanted = ContainerPath.clean(directory) + "/";
        for (MountSpec mount : config.mounts()) {
            String destination = ContainerPath.clean(mount.destination());
            if (wanted.startsWith(destination.equals("/") ? "/" : destination + "/")) {
                return true;
            }
        }
        return false;
    }
}
