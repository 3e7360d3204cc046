package io.jpod.engine.volume;

import io.jpod.api.JpodException;
import io.jpod.engine.spec.ContainerRoot;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Fills and empties volumes. Everything is done relative to descriptors and without following links, since both sides hold what images and
 * containers put there.
 */
final class VolumeContent {
    private static final int DIRECTORY = Posix.O_RDONLY | Posix.O_DIRECTORY | Posix.O_NOFOLLOW;

    private final Posix posix;
    private final Path target;
    private final Map<String, String> linked = new HashMap<>();

    VolumeContent(Posix posix, Path target) {
        this.posix = posix;
        this.target = target;
    }

    /** Copies what an image has at a place, with owners, modes, times, links and attributes, if the volume is empty; an owned directory keeps its owner. */
    void copyUp(ContainerRoot root, String mountPoint, long uid, long gid, boolean owned) throws PosixException {
        int to = posix.open(Posix.AT_FDCWD, target.toString(), DIRECTORY, 0);
        try {
            if (posix.list(to).length > 0) {
                return;
            }
            int found = root.lookUp(mountPoint);
            if (found < 0) {
                if (!owned) {
                    giveUnlessReadOnly(to, uid, gid);
                }
                return;
            }
            try {
                FileStatus status = posix.stat(found, "", Posix.AT_EMPTY_PATH);
                if (status.isDirectory()) {
                    int from =
                            posix.open(Posix.AT_FDCWD, "/proc/self/fd/" + found, Posix.O_RDONLY | Posix.O_DIRECTORY, 0);
                    copyDirectory(from, to, "");
                    if (!owned) {
                        posix.changeOwner(to, "", status.uid(), status.gid(), Posix.AT_EMPTY_PATH);
                    }
                    posix.changeMode(Posix.AT_FDCWD, target.toString(), status.permissions());
                }
            } finally {
                posix.close(found);
            }
        } finally {
            posix.close(to);
        }
    }

    /** What is mounted as a volume may be read-only: then it stays as it is. */
    private void giveUnlessReadOnly(int directory, long uid, long gid) throws PosixException {
        try {
            posix.changeOwner(directory, "", uid, gid, Posix.AT_EMPTY_PATH);
        } catch (PosixException e) {
            if (e.errno() != Errno.EROFS) {
                throw e;
            }
        }
    }

    /** Closes {@code from}. */
    private void copyDirectory(int from, int to, String path) throws PosixException {
        try {
            for (String name : posix.list(from)) {
                copyEntry(from, to, name, path + "/" + name);
            }
        } finally {
            posix.close(from);
        }
    }

    private void copyEntry(int from, int to, String name, String path) throws PosixException {
        FileStatus status = posix.stat(from, name, Posix.AT_SYMLINK_NOFOLLOW);
        String identity = status.dev() + ":" + status.inode();
        if (!status.isDirectory() && status.links() > 1 && linked.containsKey(identity)) {
            posix.link(Posix.AT_FDCWD, target + linked.get(identity), to, name);
            return;
        }
        switch (status.type()) {
            case FileStatus.S_IFDIR -> {
                posix.makeDirectory(to, name, 0700);
                int child = posix.open(to, name, DIRECTORY, 0);
                try {
                    copyDirectory(posix.open(from, name, DIRECTORY, 0), child, path);
                } finally {
                    posix.close(child);
                }
            }
            case FileStatus.S_IFREG -> copyFile(from, to, name);
            case FileStatus.S_IFLNK -> posix.symlink(posix.readLink(from, name), to, name);
            default -> {
                if (!makeNode(to, name, status)) {
                    return;
                }
            }
        }
        posix.changeOwner(to, name, status.uid(), status.gid(), Posix.AT_SYMLINK_NOFOLLOW);
        if (!status.isSymlink()) {
            copyXattrs(from, to, name);
            posix.changeMode(to, name, status.permissions());
        }
        posix.setTimes(to, name, status.mtimeSeconds(), status.mtimeNanos());
        if (!status.isDirectory() && status.links() > 1) {
            linked.put(identity, path);
        }
    }

    /** @return false for a device where devices cannot be made */
    private boolean makeNode(int to, String name, FileStatus status) throws PosixException {
        try {
            posix.makeNode(to, name, status.type() | 0600, status.rdev());
            return true;
        } catch (PosixException e) {
            if (e.errno() == Errno.EPERM) {
                return false;
            }
            throw e;
        }
    }

    private void copyFile(int from, int to, String name) throws PosixException {
        int in = posix.open(from, name, Posix.O_RDONLY | Posix.O_NOFOLLOW | Posix.O_NONBLOCK, 0);
        try {
            int flags = Posix.O_WRONLY | Posix.O_CREAT | Posix.O_EXCL | Posix.O_NOFOLLOW;
            int out = posix.open(to, name, flags, 0600);
            try {
                byte[] buffer = new byte[65536];
                int count = posix.read(in, buffer, 0, buffer.length);
                while (count > 0) {
                    int done = 0;
                    while (done < count) {
                        done += posix.write(out, buffer, done, count - done);
                    }
                    count = posix.read(in, buffer, 0, buffer.length);
                }
            } finally {
                posix.close(out);
            }
        } finally {
            posix.close(in);
        }
    }

    private void copyXattrs(int from, int to, String name) throws PosixException {
        for (String attribute : posix.listXattrs(from, name)) {
            if (attribute.startsWith("user.overlay.") || attribute.startsWith("trusted.")) {
                continue;
            }
            byte[] value = posix.getXattr(from, name, attribute);
            if (value != null) {
                try {
                    posix.setXattr(to, name, attribute, value);
                } catch (PosixException e) {
                    if (e.errno() != Errno.EOPNOTSUPP && e.errno() != Errno.EPERM) {
                        throw e;
                    }
                }
            }
        }
    }

    /** Deletes a tree. */
    static void delete(Posix posix, Path tree) throws PosixException {
        Path parent = tree.toAbsolutePath().getParent();
        if (parent == null) {
            throw JpodException.internal("refusing to delete " + tree, null);
        }
        int above = posix.open(Posix.AT_FDCWD, parent.toString(), Posix.O_RDONLY | Posix.O_DIRECTORY, 0);
        try {
            delete(posix, above, String.valueOf(tree.getFileName()));
        } finally {
            posix.close(above);
        }
    }

    private static void delete(Posix posix, int parent, String name) throws PosixException {
        if (!posix.stat(parent, name, Posix.AT_SYMLINK_NOFOLLOW).isDirectory()) {
            posix.unlink(parent, name, 0);
            return;
        }
        int directory = posix.open(parent, name, DIRECTORY, 0);
        try {
            for (String child : posix.list(directory)) {
                delete(posix, directory, child);
            }
        } finally {
            posix.close(directory);
        }
        posix.unlink(parent, name, Posix.AT_REMOVEDIR);
    }
}
