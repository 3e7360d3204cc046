package io.jpod.engine.spec;

import io.jpod.api.JpodException;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Mount points below a container's userdata directory: shared memory that other containers can join, directories inside volumes
 * and images. Beside them layers of {@code :O} mounts, which lie with the container's data: they may grow. Known by their names, so that whoever cleans up needs no list.
 */
final class Scratch {
    private static final String SHM = "shm";
    private static final String OVERLAY = "mounts";
    private static final String SUBPATH = "subpath";

    private final Posix posix;
    private final Path userdata;
    private final Path overlays;
    private int count;

    Scratch(Posix posix, Path userdata, Path overlays) {
        this.posix = posix;
        this.userdata = userdata;
        this.overlays = overlays.resolve(OVERLAY);
    }

    static Path sharedMemory(Path userdata) {
        return userdata.resolve(SHM);
    }

    Path mountSharedMemory(long size, long uid, long gid) throws PosixException {
        Path point = sharedMemory(userdata);
        makeDirectory(point);
        String data = "mode=1777,size=" + size + (uid == 0 && gid == 0 ? "" : ",uid=" + uid + ",gid=" + gid);
        posix.mount("shm", point.toString(), "tmpfs", Posix.MS_NOSUID | Posix.MS_NOEXEC | Posix.MS_NODEV, data);
        return point;
    }

    /** A fresh directory with {@code upper}, {@code work} and {@code merge}. */
    Path overlayDirectory() {
        Path directory = overlays.resolve(Integer.toString(count++));
        for (String name : new String[] {"upper", "work", "merge"}) {
            try {
                Files.createDirectories(directory.resolve(name));
            } catch (IOException e) {
                throw JpodException.host("creating " + directory.resolve(name), e);
            }
        }
        return directory;
    }

    /**
     * Mounts a directory inside a volume or an image at a place where no container can change what it is.
     *
     * @param volume where it is on the host
     * @param kind what it is for the user: {@code volume} or {@code image}
     */
    Path bindBelow(Path volume, String kind, String subpath) {
        Path point = userdata.resolve(SUBPATH).resolve(Integer.toString(count++));
        makeDirectory(point);
        try (ContainerRoot root = ContainerRoot.open(posix, volume)) {
            int found = root.lookUp(subpath);
            if (found < 0) {
                throw JpodException.notFound(kind + " subpath " + subpath + " does not exist in " + volume);
            }
            try {
                posix.mount("/proc/self/fd/" + found, point.toString(), "", Posix.MS_BIND | Posix.MS_REC, "");
            } finally {
                posix.close(found);
            }
        } catch (PosixException e) {
            throw JpodException.host("mounting " + subpath + " of " + volume, e);
        }
        return point;
    }

    private static void makeDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw JpodException.host("creating " + directory, e);
        }
    }

    /** Unmounts everything and removes what {@code :O} mounts kept. */
    void release() {
        unmount(sharedMemory(userdata));
        unmountChildren(userdata.resolve(SUBPATH));
        if (Files.isDirectory(overlays)) {
            delete(overlays);
        }
    }

    private void unmountChildren(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                unmount(child);
                Files.delete(child);
            }
        } catch (IOException e) {
            throw JpodException.host("cleaning up " + directory, e);
        }
    }

    private void unmount(Path point) {
        if (!Files.isDirectory(point)) {
            return;
        }
        try {
            posix.unmount(point.toString(), Posix.MNT_DETACH);
        } catch (PosixException e) {
            if (e.errno() != Errno.EINVAL && e.errno() != Errno.ENOENT) {
                throw JpodException.host("unmounting " + point, e);
            }
        }
    }

    /** Files of any name and owner, links not followed. */
    private static void delete(Path path) {
        try {
            if (Files.isDirectory(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
                    for (Path child : children) {
                        delete(child);
                    }
                }
            }
            Files.delete(path);
        } catch (IOException e) {
            throw JpodException.host("removing " + path, e);
        }
    }
}
