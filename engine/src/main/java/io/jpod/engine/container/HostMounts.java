package io.jpod.engine.container;

import io.jpod.api.JpodException;
import io.jpod.support.file.AtomicFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Which containers the user has asked to see on the host, and how often: one file for each, in the runtime root, as mounts die with
 * the machine. While it is there, the end of a container does not unmount its root. Callers hold the container's lock.
 */
final class HostMounts {
    private final Path directory;

    HostMounts(ContainerPaths paths) {
        this.directory = paths.hostMounts();
    }

    /** How often the container's root was mounted for the user. */
    int count(String id) {
        // Most have none, and every command that ends a container asks.
        if (!new File(directory.toString(), id).exists()) {
            return 0;
        }
        try {
            return Integer.parseInt(Files.readString(directory.resolve(id)).trim());
        } catch (NoSuchFileException e) {
            return 0;
        } catch (NumberFormatException e) {
            return 1;
        } catch (IOException e) {
            throw JpodException.host("reading how often container " + id + " is mounted", e);
        }
    }

    void set(String id, int count) {
        try {
            if (count == 0) {
                Files.deleteIfExists(directory.resolve(id));
            } else {
                Files.createDirectories(directory);
                AtomicFile.writeVolatile(directory.resolve(id), Integer.toString(count));
            }
        } catch (IOException e) {
            throw JpodException.host("recording how often container " + id + " is mounted", e);
        }
    }
}
