package io.jpod.engine.container;

import io.jpod.api.JpodException;
import io.jpod.api.lock.LockManager;
import io.jpod.api.lock.LockName;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Names of containers, claimed by making a symbolic link whose target is the container's id. A claim is stale when the container does
 * not go by that name and nobody holds its lock: what a killed command left. Thread-safe.
 */
final class ContainerNames {
    private final ContainerPaths paths;
    private final LockManager locks;

    ContainerNames(ContainerPaths paths, LockManager locks) {
        this.paths = paths;
        this.locks = locks;
    }

    /** Refuses what is no name of a container. */
    static void check(String name) {
        if (!isName(name)) {
            throw JpodException.usage("names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*: invalid argument");
        }
    }

    static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean alphanumeric = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!alphanumeric && (i == 0 || c != '_' && c != '.' && c != '-')) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= 255;
    }

    /**
     * Claims a name; the caller holds the container's lock and gives it that name soon.
     *
     * @return the id of the container that has it already, or empty
     */
    Optional<String> claim(String name, String id) {
        try {
            Files.createDirectories(paths.names());
            while (true) {
                try {
                    Files.createSymbolicLink(paths.names().resolve(name), Path.of(id));
                    return Optional.empty();
                } catch (FileAlreadyExistsException e) {
                    Optional<String> owner = owner(name);
                    if (owner.isPresent() && !owner.get().equals(id) && !removeStale(name, owner.get())) {
                        return owner;
                    }
                    if (owner.isPresent() && owner.get().equals(id)) {
                        return Optional.empty();
                    }
                }
            }
        } catch (IOException e) {
            throw JpodException.host("claiming container name " + name, e);
        }
    }

    /** The id that a name leads to, whether or not the claim is stale. */
    Optional<String> owner(String name) {
        try {
            return Optional.of(
                    Files.readSymbolicLink(paths.names().resolve(name)).toString());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw JpodException.host("reading container name " + name, e);
        }
    }

    /** Gives a name up; one that another container has claimed meanwhile stays. */
    void release(String name, String id) {
        try {
            if (owner(name).filter(id::equals).isPresent()) {
                Files.deleteIfExists(paths.names().resolve(name));
            }
        } catch (IOException e) {
            throw JpodException.host("giving up container name " + name, e);
        }
    }

    private boolean removeStale(String name, String id) throws IOException {
        if (goesBy(id, name)) {
            return false;
        }
        try (LockManager.Lock lock = locks.tryExclusive(new LockName(LockName.Scope.CONTAINER, id), Duration.ZERO)
                .orElse(null)) {
            if (lock == null || goesBy(id, name)) {
                return false;
            }
            release(name, id);
            return true;
        }
    }

    private boolean goesBy(String id, String name) throws IOException {
        Path file = paths.data(id).resolve(ContainerStore.NAME);
        return Files.exists(file) && Files.readString(file).equals(name);
    }
}
