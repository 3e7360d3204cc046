package io.jpod.engine.container;

import io.jpod.api.ContainerId;
import io.jpod.api.JpodException;
import io.jpod.api.lock.LockManager;
import io.jpod.api.lock.LockName;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Containers as directories {@code ROOT/containers/ID}: {@code config.json} and {@code name}, written before the directory gets its
 * name, and {@code state.json}, which is missing until the first start. A directory {@code .new-ID} is a container that is being
 * made, {@code .gone-ID} or {@code .gone-volumes-ID} one that is being deleted; when nobody holds the container's lock their owner was killed.
 *
 * <p>Reading needs no lock; who changes a container holds its lock. Thread-safe.
 */
final class ContainerStore {
    static final String NAME = "name";
    private static final String CONFIG = "config.json";
    private static final String STATE = "state.json";
    private static final String NEW = ".new-";
    private static final String GONE = ".gone-";
    private static final String GONE_WITH_VOLUMES = ".gone-volumes-";

    private final ContainerPaths paths;
    private final LockManager locks;
    private final ContainerNames names;

    ContainerStore(ContainerPaths paths, LockManager locks) {
        this.paths = paths;
        this.locks = locks;
        this.names = new ContainerNames(paths, locks);
    }

    ContainerNames names() {
        return names;
    }

    LockManager.Lock lock(String id) {
        return locks.exclusive(new LockName(LockName.Scope.CONTAINER, id));
    }

    /** The container's lock if nobody else has it. */
    Optional<LockManager.Lock> tryLock(String id) {
        return locks.tryExclusive(new LockName(LockName.Scope.CONTAINER, id), Duration.ZERO);
    }

    /** A new id, from the kernel's random numbers. */
    static ContainerId newId() {
        byte[] random = new byte[32];
        try (FileChannel channel = FileChannel.open(Path.of("/dev/urandom"), StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.wrap(random);
            while (buffer.hasRemaining()) {
                channel.read(buffer);
            }
        } catch (IOException e) {
            throw JpodException.host("reading /dev/urandom", e);
        }
        StringBuilder text = new StringBuilder(64);
        for (byte b : random) {
            text.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return new ContainerId(text.toString());
    }

    /**
     * Writes a new container that does not exist yet until {@link #publish}. The caller holds its lock.
     *
     * @param durable whether it must survive a power cut
     */
    void prepare(ContainerConfig config, String name, boolean durable) {
        Path directory = paths.containers().resolve(NEW + config.id());
        try {
            if (paths.ending()) {
                Files.createDirectories(paths.disk(config.id()));
            }
            Files.createDirectories(directory);
            write(directory.resolve(CONFIG), Json.compact(config.toJson()), durable);
            write(directory.resolve(NAME), name, durable);
            if (durable) {
                sync(directory);
            }
        } catch (IOException e) {
            throw JpodException.host("writing container " + config.id() + " to " + directory, e);
        }
    }

    /** Makes a prepared container exist. */
    void publish(String id, boolean durable) {
        Path directory = paths.containers().resolve(NEW + id);
        try {
            Files.move(directory, paths.data(id), StandardCopyOption.ATOMIC_MOVE);
            if (durable) {
                sync(paths.containers());
            }
        } catch (IOException e) {
            throw JpodException.host("publishing container " + id + " in " + paths.containers(), e);
        }
    }

    /**
     * Makes a container not exist any more, at once; also a damaged one. What is left is deleted by {@link #sweep}.
     *
     * @param volumes whether its anonymous volumes go too, see {@link #gone}
     */
    void retire(String id, boolean volumes) {
        try {
            Files.move(
                    paths.data(id),
                    paths.containers().resolve((volumes ? GONE_WITH_VOLUMES : GONE) + id),
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            throw notFound(id);
        } catch (IOException e) {
            throw JpodException.host("removing container " + id + " from " + paths.containers(), e);
        }
    }

    /** Ids of all containers, whether damaged or not. */
    List<String> ids() {
        return entries(paths.containers(), "");
    }

    /** Ids of the containers that end with the machine, whether it has ended or not. */
    List<String> transientIds() {
        return entries(paths.transients(), "");
    }

    /** Ids of containers of which nothing but disk space is left, as the machine has ended. The answer is old at once, but not for their locks' holder. */
    List<String> lost() {
        List<String> result = new ArrayList<>();
        if (paths.ending()) {
            for (String id : transientIds()) {
                if (isLost(id)) {
                    result.add(id);
                }
            }
        }
        return result;
    }

    boolean isLost(String id) {
        if (!Files.isDirectory(paths.disk(id)) || exists(id)) {
            return false;
        }
        for (String prefix : new String[] {NEW, GONE, GONE_WITH_VOLUMES}) {
            if (Files.exists(paths.containers().resolve(prefix + id))) {
                return false;
            }
        }
        return true;
    }

    /** Ids of containers whose making or deletion may have been killed. */
    List<String> leftovers() {
        return entries(paths.containers(), NEW, GONE, GONE_WITH_VOLUMES);
    }

    /** The configuration of a retired container whose anonymous volumes are to go. */
    Optional<ContainerConfig> gone(String id) {
        try {
            Path file = paths.containers().resolve(GONE_WITH_VOLUMES + id).resolve(CONFIG);
            return Optional.of(ContainerConfig.fromJson(Json.parseObject(Files.readAllBytes(file))));
        } catch (IOException | JpodException e) {
            return Optional.empty();
        }
    }

    /** Deletes what is left of a container that was never published, or is retired; the caller holds its lock. */
    void sweep(String id) {
        for (String prefix : new String[] {NEW, GONE, GONE_WITH_VOLUMES}) {
            Path directory = paths.containers().resolve(prefix + id);
            try {
                names.release(Files.readString(directory.resolve(NAME)), id);
            } catch (NoSuchFileException e) {
                // Without a name there is no claim.
                Directories.delete(directory);
                continue;
            } catch (IOException e) {
                throw JpodException.host("reading " + directory, e);
            }
            Directories.delete(directory);
        }
        if (paths.ending()) {
            Directories.delete(paths.disk(id));
        }
    }

    private static List<String> entries(Path directory, String... prefixes) {
        List<String> result = new ArrayList<>();
        // Names alone: a stream of paths costs a command with many containers much more.
        String[] files = directory.toFile().list();
        if (files == null && Files.isDirectory(directory)) {
            // Another command has made the first container meanwhile.
            files = directory.toFile().list();
            if (files == null) {
                throw JpodException.host("listing containers in " + directory, null);
            }
        }
        if (files == null) {
            return result;
        }
        for (String file : files) {
            for (String prefix : prefixes) {
                if (file.length() == prefix.length() + 64 && file.startsWith(prefix)) {
                    result.add(file.substring(prefix.length()));
                }
            }
        }
        return result;
    }

    /**
     * The id of the container that goes by a name, an id, or the beginning of an id.
     *
     * @throws JpodException NOT_FOUND, or CONFLICT when several ids begin so
     */
    String resolve(String nameOrId) {
        if (ContainerNames.isName(nameOrId)) {
            Optional<String> owner = names.owner(nameOrId);
            if (owner.isPresent() && nameOrId.equals(nameIfThere(owner.get()))) {
                return owner.get();
            }
        }
        if (isHex(nameOrId) && nameOrId.length() <= 64) {
            if (nameOrId.length() == 64 && Files.isDirectory(paths.data(nameOrId))) {
                return nameOrId;
            }
            String found = "";
            for (String id : ids()) {
                if (id.startsWith(nameOrId)) {
                    if (!found.isEmpty()) {
                        throw JpodException.conflict(
                                "more than one result for container ID " + nameOrId + ": container already exists");
                    }
                    found = id;
                }
            }
            if (!found.isEmpty()) {
                return found;
            }
        }
        throw notFound(nameOrId);
    }

    static JpodException notFound(String nameOrId) {
        return JpodException.notFound("no container with name or ID \"" + nameOrId + "\" found: no such container");
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private String nameIfThere(String id) {
        try {
            return Files.readString(paths.data(id).resolve(NAME));
        } catch (IOException e) {
            return "";
        }
    }

    boolean exists(String id) {
        return Files.isDirectory(paths.data(id));
    }

    String name(String id) {
        return new String(bytes(id, NAME), StandardCharsets.UTF_8);
    }

    /** Records a new name, which the caller has claimed. */
    void rename(String id, String name) {
        try {
            AtomicFile.writeDurable(paths.data(id).resolve(NAME), name);
        } catch (IOException e) {
            throw JpodException.host("renaming container " + id, e);
        }
    }

    ContainerConfig config(String id) {
        byte[] text = bytes(id, CONFIG);
        try {
            // Half of the text, and for listing containers more than half of the work.
            ContainerConfig config = ContainerConfig.fromJson(Json.parseDeferring(text, "request"));
            if (!config.id().equals(id)) {
                throw JpodException.external("the configuration of container " + id + " is that of another one");
            }
            return config;
        } catch (JpodException e) {
            throw new JpodException(
                    e.code(),
                    "container " + id + " is damaged: reading " + paths.data(id).resolve(CONFIG),
                    e);
        }
    }

    private byte[] bytes(String id, String file) {
        try {
            return Files.readAllBytes(paths.data(id).resolve(file));
        } catch (NoSuchFileException e) {
            if (!exists(id)) {
                throw notFound(id);
            }
            throw JpodException.external(
                    "container " + id + " is damaged: no file " + paths.data(id).resolve(file));
        } catch (IOException e) {
            throw JpodException.host("reading container " + id, e);
        }
    }

    /** The recorded state, as it was written; a state that a power cut destroyed is that of a container that has ended. */
    ContainerState state(String id) {
        Path file = paths.data(id).resolve(STATE);
        try {
            return ContainerState.fromJson(Json.parseObject(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return ContainerState.builder().status(Status.CONFIGURED).build();
        } catch (JpodException e) {
            return ContainerState.builder()
                    .status(Status.STOPPED)
                    .exitCode(StateCheck.LOST)
                    .build();
        } catch (IOException e) {
            throw JpodException.host("reading " + file, e);
        }
    }

    /** @param durable true for a state that is to be found again after a power cut */
    void save(String id, ContainerState state, boolean durable) {
        Path file = paths.data(id).resolve(STATE);
        String text = Json.compact(state.toJson());
        SpareFile spare = new SpareFile(file);
        try {
            try {
                if (durable) {
                    AtomicFile.writeDurable(file, text);
                } else {
                    AtomicFile.writeVolatile(file, text);
                }
            } catch (IOException e) {
                if (!spare.replace(text, durable)) {
                    throw e;
                }
            }
        } catch (IOException e) {
            throw JpodException.host("writing " + file, e);
        }
        if (Status.isResting(state.status())) {
            spare.release();
        } else if (state.status().equals(Status.RUNNING)) {
            // So that it can be stopped on a full disk.
            spare.reserve(text.length());
        }
    }

    private static void write(Path file, String text, boolean durable) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            if (durable) {
                channel.force(true);
            }
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
