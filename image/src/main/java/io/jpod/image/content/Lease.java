package io.jpod.image.content;

import io.jpod.api.JpodException;
import io.jpod.image.reference.Digest;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** A working directory that belongs to one operation of one process. Not thread-safe, except for files in the directory. */
public final class Lease implements AutoCloseable {
    private final Posix posix;
    private final Path directory;
    private final Path lockFile;
    private final Set<String> pins = new LinkedHashSet<>();
    private int descriptor;

    private Lease(Posix posix, Path directory, Path lockFile, int descriptor) {
        this.posix = posix;
        this.directory = directory;
        this.lockFile = lockFile;
        this.descriptor = descriptor;
    }

    /** Makes a directory and locks it. */
    static Lease open(Path work, Posix posix) {
        Lease lease = openEmpty(work, posix);
        try {
            Files.createDirectory(lease.directory);
            return lease;
        } catch (IOException e) {
            lease.close();
            throw JpodException.host("making a working directory in " + work, e);
        }
    }

    /** One whose directory is yet to be moved there, by {@link #take}: that needs no space on a disk that is full. */
    static Lease openEmpty(Path work, Posix posix) {
        try {
            Files.createDirectories(work);
            while (true) {
                String name = Long.toHexString(posix.getPid()) + "-" + Long.toHexString(System.nanoTime());
                Path lockFile = work.resolve(name + ".lock");
                Optional<Integer> descriptor = lock(posix, lockFile, Posix.O_CREAT);
                if (descriptor.isPresent()) {
                    return new Lease(posix, work.resolve(name), lockFile, descriptor.get());
                }
            }
        } catch (IOException e) {
            throw JpodException.host("making a working directory in " + work, e);
        }
    }

    /** Makes the directory of an image that is being deleted this lease's own; its layers count as pinned. */
    void take(Path image) throws IOException {
        Files.move(image, directory, StandardCopyOption.ATOMIC_MOVE);
        pins.addAll(layersOfTaken(directory));
    }

    private static Set<String> layersOfTaken(Path directory) {
        Set<String> result = new LinkedHashSet<>();
        if (Files.isRegularFile(directory.resolve("layers.json"))) {
            try {
                for (StoredLayers.Layer layer : StoredLayers.read(directory).layers()) {
                    result.add("layer " + layer.chainId());
                }
            } catch (JpodException e) {
                // A damaged image can still be removed; what it stood on cannot be known.
                return Set.of();
            }
        }
        return result;
    }

    /**
     * Takes over the lease of a dead process.
     *
     * @return empty while its owner lives, or when somebody else took it over
     */
    static Optional<Lease> takeOver(Path lockFile, Posix posix) throws IOException {
        Optional<Integer> descriptor = lock(posix, lockFile, 0);
        if (descriptor.isEmpty()) {
            return Optional.empty();
        }
        String name = lockFile.getFileName().toString();
        Path directory = lockFile.resolveSibling(name.substring(0, name.length() - ".lock".length()));
        Lease lease = new Lease(posix, directory, lockFile, descriptor.get());
        lease.pins.addAll(pins(directory));
        lease.pins.addAll(layersOfTaken(directory));
        return Optional.of(lease);
    }

    /** The lock counts only when the file that was locked is still the one of that name. */
    static Optional<Integer> lock(Posix posix, Path file, int flags) throws PosixException {
        int descriptor;
        try {
            descriptor = posix.open(Posix.AT_FDCWD, file.toString(), Posix.O_RDWR | flags, 0600);
        } catch (PosixException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw e;
        }
        try {
            posix.flock(descriptor, Posix.LOCK_EX | Posix.LOCK_NB);
            FileStatus locked = posix.stat(descriptor, "", Posix.AT_EMPTY_PATH);
            FileStatus named = posix.stat(Posix.AT_FDCWD, file.toString(), 0);
            if (locked.inode() == named.inode() && locked.dev() == named.dev()) {
                return Optional.of(descriptor);
            }
        } catch (PosixException e) {
            if (e.errno() != Errno.EAGAIN && e.errno() != Errno.ENOENT) {
                posix.close(descriptor);
                throw e;
            }
        }
        posix.close(descriptor);
        return Optional.empty();
    }

    /** What a lease, of whatever process, pins. */
    static Set<String> pins(Path directory) throws IOException {
        Set<String> result = new LinkedHashSet<>();
        try {
            for (String line : Files.readAllLines(directory.resolve("pins"), StandardCharsets.UTF_8)) {
                result.add(line);
            }
        } catch (NoSuchFileException e) {
            // Nothing pinned yet.
        }
        return result;
    }

    /** Where unfinished files belong. */
    public Path directory() {
        return directory;
    }

    /** Records, for everybody who deletes, what must stay while this lease lives; the caller holds the store's lock. */
    void pin(Collection<Digest> blobs, Collection<String> layers) {
        for (Digest blob : blobs) {
            pins.add("blob " + blob.hex());
        }
        for (String layer : layers) {
            pins.add("layer " + layer);
        }
        try {
            AtomicFile.writeDurable(directory.resolve("pins"), String.join("\n", pins) + "\n");
        } catch (IOException e) {
            throw JpodException.host("writing " + directory.resolve("pins"), e);
        }
    }

    /** Chain ids of pinned layers. */
    Set<String> pinnedLayers() {
        return select(pins, "layer ");
    }

    static Set<String> select(Set<String> pins, String kind) {
        Set<String> result = new LinkedHashSet<>();
        for (String pin : pins) {
            if (pin.startsWith(kind) && Digest.isHex(pin.substring(kind.length()), 64)) {
                result.add(pin.substring(kind.length()));
            }
        }
        return result;
    }

    /** Deletes the directory and frees the lock. */
    @Override
    public void close() {
        if (descriptor < 0) {
            return;
        }
        try {
            DirectoryRemoval.remove(directory);
            Files.deleteIfExists(lockFile);
        } catch (IOException e) {
            throw JpodException.host("removing " + directory, e);
        } finally {
            posix.close(descriptor);
            descriptor = -1;
        }
    }
}
