package io.jpod.support.layer;

import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The directories of the layer that is being unpacked, opened without following links and kept for the next entry. */
final class LayerRoot implements AutoCloseable {
    private static final int MOST_OPEN = 32;
    private static final long INSIDE = Posix.RESOLVE_BENEATH | Posix.RESOLVE_NO_SYMLINKS;

    private final Posix posix;
    private final LayerTree tree;
    private final Directory root;
    private final LinkedHashMap<String, Directory> open = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, String> aliases = new HashMap<>();
    private boolean stale;

    /** An open directory; valid until the next entry begins. */
    static final class Directory {
        /** Below the root, without links. */
        final String path;

        final int descriptor;
        private long inode = -1;

        Directory(String path, int descriptor) {
            this.path = path;
            this.descriptor = descriptor;
        }
    }

    LayerRoot(Posix posix, int descriptor, LayerTree tree) {
        this.posix = posix;
        this.tree = tree;
        this.root = new Directory("", descriptor);
    }

    /** Makes the directories that a path misses; the path has no links. */
    interface MissingDirectories {
        void make(Directory parent, String name) throws PosixException;
    }

    /** The directory, whose missing parts are made; a path with links leads where they point to inside the root. */
    Directory require(String path, String entry, MissingDirectories missing) throws PosixException {
        Directory found = cached(path);
        if (found == null) {
            found = openPlain(path);
        }
        if (found != null) {
            return found;
        }
        String target = tree.resolve(path, entry);
        if (!target.equals(path)) {
            aliases.put(path, target);
            found = cached(target);
            found = found == null ? openPlain(target) : found;
            if (found != null) {
                return found;
            }
        }
        Directory parent = require(LayerPath.parent(target), entry, missing);
        missing.make(parent, LayerPath.name(target));
        found = openPlain(target);
        if (found == null) {
            throw LayerPath.refused("a parent is not a directory", entry);
        }
        return found;
    }

    /** The directory if the layer has it, links resolved; null otherwise. */
    Directory find(String path, String entry) throws PosixException {
        Directory found = cached(path);
        found = found == null ? openPlain(path) : found;
        return found == null ? openPlain(tree.resolve(path, entry)) : found;
    }

    /** The directory if the layer has it at this very path. */
    Directory plain(String path) throws PosixException {
        Directory found = open.get(path);
        return found == null ? openPlain(path) : found;
    }

    private Directory cached(String path) {
        if (path.isEmpty()) {
            return root;
        }
        Directory found = open.get(path);
        if (found == null) {
            String target = aliases.get(path);
            found = target == null ? null : target.isEmpty() ? root : open.get(target);
        }
        return found;
    }

    private Directory openPlain(String path) throws PosixException {
        if (path.isEmpty()) {
            return root;
        }
        int descriptor;
        try {
            descriptor = posix.openResolving(root.descriptor, path, Posix.O_PATH | Posix.O_DIRECTORY, 0, INSIDE);
        } catch (PosixException e) {
            int errno = e.errno();
            if (errno == Errno.ENOENT || errno == Errno.ENOTDIR || errno == Errno.ELOOP || errno == Errno.EXDEV) {
                return null;
            }
            throw e;
        }
        Directory directory = new Directory(path, descriptor);
        Directory replaced = open.put(path, directory);
        if (replaced != null) {
            posix.close(replaced.descriptor);
        }
        if (open.size() > MOST_OPEN) {
            Iterator<Directory> eldest = open.values().iterator();
            posix.close(eldest.next().descriptor);
            eldest.remove();
        }
        return directory;
    }

    /** A name for a file that stays the same however its directory was reached. */
    String key(Directory directory, String name) throws PosixException {
        if (directory.inode < 0) {
            FileStatus status = posix.stat(directory.descriptor, "", Posix.AT_EMPTY_PATH);
            directory.inode = status.inode();
        }
        return directory.inode + "/" + name;
    }

    /** A directory or a link was removed, so paths may lead elsewhere: forgets what is open when the next entry begins. */
    void invalidate() {
        stale = true;
    }

    void beginEntry() {
        if (stale) {
            forget();
            stale = false;
        }
    }

    private void forget() {
        List<Directory> all = new ArrayList<>(open.values());
        open.clear();
        aliases.clear();
        for (Directory directory : all) {
            posix.close(directory.descriptor);
        }
    }

    @Override
    public void close() {
        forget();
    }
}
