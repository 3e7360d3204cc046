package io.jpod.engine.volume;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.lock.LockManager;
import io.jpod.api.lock.LockName;
import io.jpod.engine.Containers;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Volumes;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.plan.ContainerLookup;
import io.jpod.engine.request.MountSpec;
import io.jpod.engine.spec.ContainerRoot;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Volumes as directories below the data root. Thread-safe. */
@SuppressWarnings("try") // a lock is held by its variable, which nothing else uses
public final class StoredVolumes implements Volumes {
    private static final String RECORD = "volume.json";
    private static final String CONTENT = "_data";

    private final EngineContext context;
    private final ContainerLookup containers;
    private final Path directory;
    private final VolumeMounts mounts;

    /**
     * @param containers asked for the containers that use a volume when one is removed
     */
    public StoredVolumes(EngineContext context, ContainerLookup containers) {
        this.context = context;
        this.containers = containers;
        this.directory = context.volumes();
        this.mounts = new VolumeMounts(context);
    }

    /**
     * Checks a volume's name.
     *
     * @throws JpodException USAGE in podman's words
     */
    public static void checkName(String name) {
        boolean ok = !name.isEmpty() && name.length() <= 255 && isAlphanumeric(name.charAt(0));
        for (int i = 1; ok && i < name.length(); i++) {
            char c = name.charAt(i);
            ok = isAlphanumeric(c) || c == '_' || c == '.' || c == '-';
        }
        if (!ok) {
            throw JpodException.usage(
                    "running volume create option: names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*: invalid argument");
        }
    }

    private static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    /**
     * Makes those of a container's volumes that do not exist yet. To be called after the container's configuration is on disk: then a
     * volume cannot be removed between the two.
     */
    public void claim(ContainerConfig config) {
        for (MountSpec mount : config.mounts()) {
            if (!mount.type().equals("volume")) {
                continue;
            }
            String name = mount.source();
            checkName(name);
            try (LockManager.Lock lock = lock(name)) {
                if (!exists(name)) {
                    if (mount.options().contains("nocreate")) {
                        throw JpodException.notFound(
                                "volume " + name + " does not exist and nocreate is given: no such volume");
                    }
                    boolean anonymous = config.anonymousVolumes().contains(name);
                    store(name, Map.of(), Map.of(), anonymous, Owner.UNSET);
                    context.log().debug("made volume " + name + " for container " + config.id());
                }
            }
        }
    }

    /** Removes a container's anonymous volumes that no other container uses; to be called after its configuration is gone. */
    public void removeAnonymous(ContainerConfig config) {
        for (String name : config.anonymousVolumes()) {
            try {
                remove(name, false);
            } catch (JpodException e) {
                if (e.code() != ErrorCode.NOT_FOUND && e.code() != ErrorCode.CONFLICT) {
                    throw e;
                }
            }
        }
    }

    @Override
    public Volume create(
            String name, Map<String, String> labels, Map<String, String> options, boolean anonymous, Owner owner) {
        String chosen = name.isEmpty() ? VolumeNames.random() : name;
        checkName(chosen);
        VolumeOptions checked = VolumeOptions.parse(options);
        try (LockManager.Lock lock = lock(chosen)) {
            if (exists(chosen)) {
                throw JpodException.conflict("volume with name " + chosen + " already exists: volume already exists");
            }
            store(chosen, labels, checked.recorded(), anonymous || name.isEmpty(), checked.owner(owner));
            return get(chosen);
        }
    }

    private void store(
            String name, Map<String, String> labels, Map<String, String> options, boolean anonymous, Owner owner) {
        Path home = directory.resolve(name);
        JsonObject record = new JsonObject()
                .put("version", 1)
                .put("name", name)
                .put("driver", "local")
                .put("created", context.clock().instant().getEpochSecond())
                .put("needsCopyUp", true);
        if (anonymous) {
            record.put("anonymous", true);
        }
        if (!labels.isEmpty()) {
            record.put("labels", labels);
        }
        if (!options.isEmpty()) {
            record.put("options", options);
        }
        if (owner.given()) {
            record.put("owned", true);
        }
        try {
            Files.createDirectories(home.resolve(CONTENT));
            context.posix().changeMode(Posix.AT_FDCWD, home.resolve(CONTENT).toString(), 0755);
            if (owner.given()) {
                give(home.resolve(CONTENT), owner);
            }
            AtomicFile.writeDurable(home.resolve(RECORD), Json.compact(record));
        } catch (IOException e) {
            throw JpodException.host("creating volume " + name + " in " + home, e);
        }
    }

    @Override
    public Volume get(String name) {
        JsonObject record = record(name);
        return new Volume(
                name,
                directory.resolve(name).resolve(CONTENT),
                record.getLong("created", 0),
                record.getBoolean("anonymous", false),
                record.getStringMap("labels"),
                record.getStringMap("options"));
    }

    private JsonObject record(String name) {
        checkName(name);
        Path file = directory.resolve(name).resolve(RECORD);
        try {
            return Json.parseObject(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw JpodException.notFound("no volume with name \"" + name + "\" found: no such volume");
        } catch (IOException e) {
            throw JpodException.host("reading volume " + file, e);
        }
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(directory.resolve(name).resolve(RECORD));
    }

    @Override
    public List<Volume> list() {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                    names.add(String.valueOf(entry.getFileName()));
                }
            } catch (IOException e) {
                throw JpodException.host("listing volumes in " + directory, e);
            }
        }
        Collections.sort(names);
        List<Volume> result = new ArrayList<>();
        for (String name : names) {
            try {
                if (exists(name)) {
                    result.add(get(name));
                }
            } catch (JpodException e) {
                context.log().error("volume " + name + " is damaged: " + e.getMessage());
            }
        }
        return result;
    }

    @Override
    public void remove(String name, boolean force) {
        try (LockManager.Lock lock = lock(name)) {
            get(name);
            List<String> users = users(name);
            if (!users.isEmpty() && !force) {
                throw JpodException.conflict("volume " + name + " is being used by the following container(s): "
                        + String.join(", ", users) + ": volume is being used");
            }
            Path home = directory.resolve(name);
            mounts.unmountAll(name, home.resolve(CONTENT));
            try {
                Files.delete(home.resolve(RECORD));
                VolumeContent.delete(context.posix(), home);
            } catch (IOException e) {
                throw JpodException.host("removing volume " + name + " in " + home, e);
            }
        }
    }

    private List<String> users(String name) {
        List<String> result = new ArrayList<>();
        for (Containers.Snapshot container : containers.list()) {
            for (MountSpec mount : container.config().mounts()) {
                if (mount.type().equals("volume") && mount.source().equals(name)) {
                    result.add(container.config().id());
                    break;
                }
            }
        }
        return result;
    }

    /**
     * What a container mounts as its volume.
     *
     * @param readOnly whether the volume itself is mounted so; the runtime would take that back
     */
    public record Prepared(Path directory, boolean readOnly) {}

    /**
     * Readies a volume for a mount. One that was never mounted takes over content, owner and mode of what the image has at the mount
     * point; an image without it leaves a volume that belongs to the container's user.
     *
     * @param copy false to leave it as it is: the next mount may fill it
     * @param uid the container's user, as the engine sees it
     * @param container that a volume is mounted for which has to be, until {@link #releaseMounts}
     */
    public Prepared prepare(
            String name, ContainerRoot root, String mountPoint, boolean copy, long uid, long gid, String container) {
        Volume volume = get(name);
        VolumeOptions options = VolumeOptions.of(volume.options());
        if (!options.mounts() && (!copy || !record(name).getBoolean("needsCopyUp", false))) {
            return new Prepared(volume.mountPoint(), false);
        }
        try (LockManager.Lock lock = lock(name)) {
            JsonObject record = record(name);
            // What was in a tmpfs is gone when it was unmounted.
            boolean empty = options.mounts() && mounts.mount(volume, options, container) && options.isTmpfs();
            boolean first = record.getBoolean("needsCopyUp", false);
            if (copy && (first || empty)) {
                VolumeContent content = new VolumeContent(context.posix(), volume.mountPoint());
                content.copyUp(root, mountPoint, uid, gid, record.getBoolean("owned", false));
            }
            if (copy && first) {
                record.put("needsCopyUp", null);
                AtomicFile.writeDurable(directory.resolve(name).resolve(RECORD), Json.compact(record));
            }
            return new Prepared(volume.mountPoint(), options.readOnly());
        } catch (PosixException e) {
            throw JpodException.host("copying the image's " + mountPoint + " into volume " + name, e);
        } catch (IOException e) {
            throw JpodException.host("writing volume " + name, e);
        }
    }

    /** Ends a container's use of volumes that are mounted. */
    public void releaseMounts(String container) {
        for (String name : mounts.names()) {
            if (mounts.isUsedBy(name, container)) {
                try (LockManager.Lock lock = lock(name)) {
                    mounts.release(name, directory.resolve(name).resolve(CONTENT), container);
                }
            }
        }
    }

    @Override
    public Volume mount(String name) {
        try (LockManager.Lock lock = lock(name)) {
            Volume volume = get(name);
            VolumeOptions options = VolumeOptions.of(volume.options());
            if (options.mounts()) {
                mounts.mountForUser(volume, options);
            }
            return volume;
        }
    }

    @Override
    public void unmount(String name) {
        try (LockManager.Lock lock = lock(name)) {
            mounts.unmountForUser(get(name));
        }
    }

    @Override
    public int mountCount(String name) {
        return mounts.count(name);
    }

    private void give(Path content, Owner owner) {
        try {
            context.posix()
                    .changeOwner(
                            Posix.AT_FDCWD,
                            content.toString(),
                            owner.uid().orElse(0),
                            owner.gid().orElse(0),
                            Posix.AT_SYMLINK_NOFOLLOW);
        } catch (PosixException e) {
            content.toFile().delete();
            content.getParent().toFile().delete();
            throw JpodException.host(
                    "giving volume " + content + " to " + owner.uid().orElse(0) + ":"
                            + owner.gid().orElse(0),
                    e);
        }
    }

    private LockManager.Lock lock(String name) {
        checkName(name);
        return context.locks().exclusive(new LockName(LockName.Scope.VOLUME, name));
    }
}
