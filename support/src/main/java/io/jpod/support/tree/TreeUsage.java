package io.jpod.support.tree;

import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.util.HashSet;
import java.util.Set;

/**
 * Measures the disk space of a tree: allocated blocks, each linked file once. What is mounted below, and files that vanish meanwhile, do
 * not count.
 */
public final class TreeUsage {
    private static final int OPEN_DIRECTORY = Posix.O_RDONLY | Posix.O_DIRECTORY | Posix.O_NOFOLLOW;

    private final Posix posix;

    public TreeUsage(Posix posix) {
        this.posix = posix;
    }

    /** Bytes below a directory, and of the directory itself. */
    public long bytes(String path) throws PosixException {
        int directory = posix.open(Posix.AT_FDCWD, path, OPEN_DIRECTORY, 0);
        try {
            FileStatus status = posix.stat(directory, "", Posix.AT_EMPTY_PATH);
            return status.blocks() * 512 + below(directory, status.dev(), new HashSet<>());
        } finally {
            posix.close(directory);
        }
    }

    private long below(int directory, long device, Set<Long> linked) throws PosixException {
        long total = 0;
        for (String name : posix.list(directory)) {
            try {
                FileStatus status = posix.stat(directory, name, Posix.AT_SYMLINK_NOFOLLOW);
                if (status.dev() != device) {
                    continue;
                }
                if (status.isDirectory()) {
                    total += status.blocks() * 512 + child(directory, name, device, linked);
                } else if (status.links() < 2 || linked.add(status.inode())) {
                    total += status.blocks() * 512;
                }
            } catch (PosixException e) {
                if (e.errno() != Errno.ENOENT) {
                    throw e;
                }
            }
        }
        return total;
    }

    private long child(int directory, String name, long device, Set<Long> linked) throws PosixException {
        int child = posix.open(directory, name, OPEN_DIRECTORY, 0);
        try {
            return below(child, device, linked);
        } finally {
            posix.close(child);
        }
    }
}
