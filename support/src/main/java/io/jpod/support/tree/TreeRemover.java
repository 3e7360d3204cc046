package io.jpod.support.tree;

import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Removes files and whole directories. Deep trees are taken apart: what lies deeper than a limit is first moved up beside the tree
 * that is being removed, so that neither stack nor descriptors run out.
 */
public final class TreeRemover {
    private static final int DEEPEST = 48;
    private static final int OPEN_DIRECTORY = Posix.O_RDONLY | Posix.O_DIRECTORY | Posix.O_NOFOLLOW;

    private final Posix posix;

    public TreeRemover(Posix posix) {
        this.posix = posix;
    }

    /** Removes an absolute path; no error when it does not exist. */
    public void remove(String path) throws PosixException {
        int slash = path.lastIndexOf('/');
        int parent = openParent(slash == 0 ? "/" : path.substring(0, slash));
        if (parent >= 0) {
            try {
                remove(parent, path.substring(slash + 1));
            } finally {
                posix.close(parent);
            }
        }
    }

    private int openParent(String path) throws PosixException {
        try {
            return posix.open(Posix.AT_FDCWD, path, Posix.O_RDONLY | Posix.O_DIRECTORY, 0);
        } catch (PosixException e) {
            if (e.errno() == Errno.ENOENT) {
                return -1;
            }
            throw e;
        }
    }

    /**
     * Removes a name in a directory, with everything below; a symbolic link itself, never its target. No error when it does not
     * exist.
     *
     * @return true when a directory was removed
     */
    public boolean remove(int parent, String name) throws PosixException {
        if (unlink(parent, name)) {
            return false;
        }
        Deque<String> moved = new ArrayDeque<>();
        moved.add(name);
        int[] counter = {0};
        while (!moved.isEmpty()) {
            removeDirectory(parent, moved.peekFirst(), parent, moved, counter, 0);
            moved.removeFirst();
        }
        return true;
    }

    /** Removes what a directory holds, not the directory. */
    public void removeContents(int directory) throws PosixException {
        for (String name : posix.list(directory)) {
            remove(directory, name);
        }
    }

    /** True when the name is gone; false when it is a directory. */
    private boolean unlink(int parent, String name) throws PosixException {
        try {
            posix.unlink(parent, name, 0);
            return true;
        } catch (PosixException e) {
            if (e.errno() == Errno.ENOENT) {
                return true;
            }
            if (e.errno() == Errno.EISDIR || e.errno() == Errno.EPERM && isDirectory(parent, name)) {
                return false;
            }
            throw e;
        }
    }

    private boolean isDirectory(int parent, String name) throws PosixException {
        FileStatus status = posix.stat(parent, name, Posix.AT_SYMLINK_NOFOLLOW);
        return status.isDirectory();
    }

    private void removeDirectory(int parent, String name, int top, Deque<String> moved, int[] counter, int depth)
            throws PosixException {
        int directory = openDirectory(parent, name);
        if (directory < 0) {
            return;
        }
        try {
            for (String child : posix.list(directory)) {
                if (unlinkWithin(directory, child)) {
                    continue;
                }
                if (depth < DEEPEST) {
                    removeDirectory(directory, child, top, moved, counter, depth + 1);
                } else {
                    moved.addLast(moveUp(directory, child, top, counter));
                }
            }
        } finally {
            posix.close(directory);
        }
        posix.unlink(parent, name, Posix.AT_REMOVEDIR);
    }

    private boolean unlinkWithin(int directory, String child) throws PosixException {
        try {
            return unlink(directory, child);
        } catch (PosixException e) {
            if (e.errno() != Errno.EACCES) {
                throw e;
            }
            posix.changeMode(directory, ".", 0700);
            return unlink(directory, child);
        }
    }

    private String moveUp(int directory, String child, int top, int[] counter) throws PosixException {
        String prefix = ".deep-" + posix.getPid() + "-";
        while (true) {
            String name = prefix + counter[0]++;
            try {
                posix.rename(directory, child, top, name);
                return name;
            } catch (PosixException e) {
                if (e.errno() == Errno.EACCES) {
                    posix.changeMode(directory, child, 0700);
                    posix.rename(directory, child, top, name);
                    return name;
                }
                if (e.errno() != Errno.EEXIST && e.errno() != Errno.ENOTEMPTY && e.errno() != Errno.ENOTDIR) {
                    throw e;
                }
            }
        }
    }

    private int openDirectory(int parent, String name) throws PosixException {
        try {
            return posix.open(parent, name, OPEN_DIRECTORY, 0);
        } catch (PosixException e) {
            if (e.errno() == Errno.ENOENT) {
                return -1;
            }
            if (e.errno() != Errno.EACCES) {
                throw e;
            }
            posix.changeMode(parent, name, 0700);
            return posix.open(parent, name, OPEN_DIRECTORY, 0);
        }
    }
}
