package io.jpod.support.tree;

import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies files and trees with everything that belongs to them: owners, modes, extended attributes, times, hard links, holes, special
 * files. File systems that can share data between files do (copy_file_range(2)). Sockets are left out. Thread-safe.
 */
public final class TreeCopier {
    private static final int OPEN_DIRECTORY = Posix.O_RDONLY | Posix.O_DIRECTORY | Posix.O_NOFOLLOW;
    private static final int NEW_FILE = Posix.O_WRONLY | Posix.O_CREAT | Posix.O_EXCL | Posix.O_NOFOLLOW;
    private static final int BUFFER = 128 * 1024;

    private final Posix posix;
    private final OwnerMap owners;

    public TreeCopier(Posix posix) {
        this(posix, OwnerMap.SAME);
    }

    public TreeCopier(Posix posix, OwnerMap owners) {
        this.posix = posix;
        this.owners = owners;
    }

    /** Copies what one directory holds into another, and the attributes of the directory itself. */
    public void copyContents(String from, String to) throws PosixException {
        int source = posix.open(Posix.AT_FDCWD, from, OPEN_DIRECTORY, 0);
        try {
            int target = posix.open(Posix.AT_FDCWD, to, OPEN_DIRECTORY, 0);
            try {
                FileStatus status = posix.stat(source, "", Posix.AT_EMPTY_PATH);
                new Copy(status.dev(), target).contents(source, target, "");
                copyAttributes(source, ".", target, ".", status);
            } finally {
                posix.close(target);
            }
        } finally {
            posix.close(source);
        }
    }

    /** Copies one file, link or special file to a name that does not exist; no directory. */
    public void copyFile(int fromDirectory, String from, int toDirectory, String to, FileStatus status)
            throws PosixException {
        switch (status.type()) {
            case FileStatus.S_IFREG -> copyData(fromDirectory, from, toDirectory, to, status);
            case FileStatus.S_IFLNK -> posix.symlink(posix.readLink(fromDirectory, from), toDirectory, to);
            case FileStatus.S_IFSOCK -> {
                return;
            }
            default -> posix.makeNode(toDirectory, to, status.type() | 0600, status.rdev());
        }
        copyAttributes(fromDirectory, from, toDirectory, to, status);
    }

    /** Gives a file another's owner (as mapped), mode, extended attributes and modification time. */
    public void copyAttributes(int fromDirectory, String from, int toDirectory, String to, FileStatus status)
            throws PosixException {
        long uid = owners.uid(status.uid());
        long gid = owners.gid(status.gid());
        FileStatus there = posix.stat(toDirectory, to, Posix.AT_SYMLINK_NOFOLLOW);
        if (there.uid() != uid || there.gid() != gid) {
            posix.changeOwner(toDirectory, to, uid, gid, Posix.AT_SYMLINK_NOFOLLOW);
        }
        if (!status.isSymlink()) {
            posix.changeMode(toDirectory, to, status.permissions());
        }
        copyXattrs(fromDirectory, from, toDirectory, to);
        posix.setTimes(toDirectory, to, status.mtimeSeconds(), status.mtimeNanos());
    }

    private void copyXattrs(int fromDirectory, String from, int toDirectory, String to) throws PosixException {
        String[] names;
        try {
            names = posix.listXattrs(fromDirectory, from);
        } catch (PosixException e) {
            if (e.errno() == Errno.EOPNOTSUPP) {
                return;
            }
            throw e;
        }
        for (String name : names) {
            byte[] value = posix.getXattr(fromDirectory, from, name);
            if (value == null || isOfOverlay(name)) {
                continue;
            }
            try {
                posix.setXattr(toDirectory, to, name, value);
            } catch (PosixException e) {
                if (e.errno() != Errno.EOPNOTSUPP && e.errno() != Errno.EPERM && e.errno() != Errno.EACCES) {
                    throw e;
                }
            }
        }
    }

    private static boolean isOfOverlay(String name) {
        return name.startsWith("user.overlay.")
                || name.startsWith("trusted.overlay.")
                || name.startsWith("user.fuseoverlayfs.");
    }

    private void copyData(int fromDirectory, String from, int toDirectory, String to, FileStatus status)
            throws PosixException {
        int source = posix.open(fromDirectory, from, Posix.O_RDONLY | Posix.O_NOFOLLOW, 0);
        try {
            int target = posix.open(toDirectory, to, NEW_FILE, 0600);
            try {
                boolean sparse = status.blocks() * 512 < status.size();
                if (!sparse || !copyRuns(source, target, status.size())) {
                    copyRange(source, target, status.size());
                }
                if (sparse) {
                    posix.ftruncate(target, status.size());
                }
            } finally {
                posix.close(target);
            }
        } finally {
            posix.close(source);
        }
    }

    /** Copies the parts of a sparse file that hold data; false when the file system cannot tell them. */
    private boolean copyRuns(int source, int target, long size) throws PosixException {
        long at = 0;
        while (at < size) {
            long data;
            try {
                data = posix.seek(source, at, Posix.SEEK_DATA);
            } catch (PosixException e) {
                if (e.errno() == Errno.ENXIO) {
                    return true;
                }
                if (e.errno() == Errno.EINVAL && at == 0) {
                    return false;
                }
                throw e;
            }
            long hole = posix.seek(source, data, Posix.SEEK_HOLE);
            posix.seek(source, data, Posix.SEEK_SET);
            posix.seek(target, data, Posix.SEEK_SET);
            copyRange(source, target, hole - data);
            at = hole;
        }
        return true;
    }

    private void copyRange(int source, int target, long length) throws PosixException {
        long left = length;
        while (left > 0) {
            long n;
            try {
                n = posix.copyRange(source, target, left);
            } catch (PosixException e) {
                if (e.errno() == Errno.EXDEV
                        || e.errno() == Errno.EINVAL
                        || e.errno() == Errno.ENOSYS
                        || e.errno() == Errno.EOPNOTSUPP) {
                    copyBytes(source, target, left);
                    return;
                }
                throw e;
            }
            if (n == 0) {
                return;
            }
            left -= n;
        }
    }

    private void copyBytes(int source, int target, long length) throws PosixException {
        byte[] buffer = new byte[(int) Math.min(BUFFER, length)];
        long left = length;
        while (left > 0) {
            int n = posix.read(source, buffer, 0, (int) Math.min(buffer.length, left));
            if (n == 0) {
                return;
            }
            int done = 0;
            while (done < n) {
                done += posix.write(target, buffer, done, n - done);
            }
            left -= n;
        }
    }

    /** One tree on its way: remembers where the first name of each linked file went. */
    private final class Copy {
        private final Map<Long, String> linked = new HashMap<>();
        private final long device;
        private final int root;

        Copy(long device, int root) {
            this.device = device;
            this.root = root;
        }

        void contents(int source, int target, String path) throws PosixException {
            List<String> directories = new ArrayList<>();
            for (String name : posix.list(source)) {
                FileStatus status = posix.stat(source, name, Posix.AT_SYMLINK_NOFOLLOW);
                if (status.isDirectory()) {
                    directories.add(name);
                } else if (status.links() < 2 || !link(status, target, name, path)) {
                    copyFile(source, name, target, name, status);
                }
            }
            for (String name : directories) {
                directory(source, target, name, path.isEmpty() ? name : path + "/" + name);
            }
        }

        private void directory(int source, int target, String name, String path) throws PosixException {
            FileStatus status = posix.stat(source, name, Posix.AT_SYMLINK_NOFOLLOW);
            posix.makeDirectory(target, name, 0700);
            if (status.dev() == device) {
                int from = posix.open(source, name, OPEN_DIRECTORY, 0);
                try {
                    int to = posix.open(target, name, OPEN_DIRECTORY, 0);
                    try {
                        contents(from, to, path);
                    } finally {
                        posix.close(to);
                    }
                } finally {
                    posix.close(from);
                }
            }
            copyAttributes(source, name, target, name, status);
        }

        /** Links a name to the copy of the same file; false when this is its first name. */
        private boolean link(FileStatus status, int target, String name, String path) throws PosixException {
            String first = linked.get(status.inode());
            if (first == null) {
                linked.put(status.inode(), path.isEmpty() ? name : path + "/" + name);
                return false;
            }
            int slash = first.lastIndexOf('/');
            if (slash < 0) {
                posix.link(root, first, target, name);
                return true;
            }
            long inside = Posix.RESOLVE_BENEATH | Posix.RESOLVE_NO_SYMLINKS;
            int directory =
                    posix.openResolving(root, first.substring(0, slash), Posix.O_PATH | Posix.O_DIRECTORY, 0, inside);
            try {
                posix.link(directory, first.substring(slash + 1), target, name);
            } finally {
                posix.close(directory);
            }
            return true;
        }
    }
}
