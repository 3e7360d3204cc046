package io.jpod.support.layer;

import io.jpod.api.storage.WhiteoutFormat;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The layer that is being unpacked together with those below it, as a mount would show them. Only for what is rare: links among
 * an entry's parents, parents that the layer does not hold itself, hard links to files of lower layers. Belongs to one thread.
 */
final class LayerTree implements AutoCloseable {
    private static final int MOST_LINKS = 40;
    private static final long INSIDE = Posix.RESOLVE_BENEATH | Posix.RESOLVE_NO_SYMLINKS;

    private final Posix posix;
    private final WhiteoutFormat format;
    private final List<Path> lowers;
    /** Descriptors of the layer and then its lowers; opened when first needed. */
    private int[] roots;

    private final int layer;

    LayerTree(Posix posix, WhiteoutFormat format, int layer, List<Path> lowers) {
        this.posix = posix;
        this.format = format;
        this.layer = layer;
        this.lowers = lowers;
    }

    /** A name as it is seen through all layers. */
    static final class Found {
        /** Index of the topmost layer that has it. */
        final int tree;

        final FileStatus status;
        /** For a directory, all layers whose contents show. */
        final int[] visible;

        Found(int tree, FileStatus status, int[] visible) {
            this.tree = tree;
            this.status = status;
            this.visible = visible;
        }
    }

    /**
     * Follows the links of a directory's path.
     *
     * @return a path without links; its last components may not exist
     * @throws io.jpod.api.JpodException EXTERNAL when a link leaves the root, leads nowhere or round in circles, or a component is
     *     not a directory
     */
    String resolve(String path, String entry) throws PosixException {
        Deque<String> todo = new ArrayDeque<>();
        push(todo, path);
        List<String> done = new ArrayList<>();
        List<int[]> visible = new ArrayList<>();
        visible.add(all());
        int links = 0;
        int fromLink = 0;
        while (!todo.isEmpty()) {
            String component = todo.pop();
            boolean linked = fromLink > 0;
            fromLink = linked ? fromLink - 1 : 0;
            if (component.equals("..")) {
                if (done.isEmpty()) {
                    throw LayerPath.refused("a symbolic link among its parents leaves the layer", entry);
                }
                done.remove(done.size() - 1);
                visible.remove(visible.size() - 1);
                continue;
            }
            String directory = String.join("/", done);
            Found found = look(directory, visible.get(visible.size() - 1), component);
            if (found == null) {
                if (linked) {
                    throw LayerPath.refused("a symbolic link among its parents leads nowhere", entry);
                }
                done.add(component);
                visible.add(new int[0]);
            } else if (found.status.isSymlink()) {
                if (++links > MOST_LINKS) {
                    throw LayerPath.refused("too many symbolic links among its parents", entry);
                }
                String target = readLink(found.tree, directory, component);
                if (target.startsWith("/")) {
                    done.clear();
                    visible.subList(1, visible.size()).clear();
                }
                fromLink += push(todo, target);
            } else if (found.status.isDirectory()) {
                done.add(component);
                visible.add(found.visible);
            } else {
                throw LayerPath.refused("a parent is not a directory", entry);
            }
        }
        return String.join("/", done);
    }

    private static int push(Deque<String> todo, String path) {
        String[] components = path.split("/");
        int count = 0;
        for (int i = components.length - 1; i >= 0; i--) {
            if (!components[i].isEmpty() && !components[i].equals(".")) {
                todo.push(components[i]);
                count++;
            }
        }
        return count;
    }

    /** The name that shows at a path without links, below the layer itself; null when there is none. */
    Found below(String path) throws PosixException {
        int[] visible = all();
        String directory = "";
        String rest = path;
        while (true) {
            int slash = rest.indexOf('/');
            String component = slash < 0 ? rest : rest.substring(0, slash);
            Found found = look(directory, visible, component);
            if (slash < 0 || found == null) {
                return found == null ? null : lowest(found, directory, component);
            }
            if (!found.status.isDirectory()) {
                return null;
            }
            visible = found.visible;
            directory = LayerPath.join(directory, component);
            rest = rest.substring(slash + 1);
        }
    }

    /** The same name without the layer itself, when that has a directory there. */
    private Found lowest(Found found, String directory, String component) throws PosixException {
        if (found.tree != 0) {
            return found;
        }
        if (found.visible.length < 2) {
            return null;
        }
        int[] lower = new int[found.visible.length - 1];
        System.arraycopy(found.visible, 1, lower, 0, lower.length);
        return look(directory, lower, component);
    }

    private Found look(String directory, int[] trees, String name) throws PosixException {
        Found first = null;
        int[] seen = new int[trees.length];
        int count = 0;
        for (int tree : trees) {
            int parent = open(tree, directory);
            if (parent < 0) {
                continue;
            }
            try {
                FileStatus status = status(parent, name);
                if (status == null) {
                    continue;
                }
                if (format != WhiteoutFormat.APPLIED && LayerPath.isWhiteout(status)) {
                    break;
                }
                if (!status.isDirectory()) {
                    return first == null ? new Found(tree, status, new int[0]) : trimmed(first, seen, count);
                }
                first = first == null ? new Found(tree, status, seen) : first;
                seen[count++] = tree;
                if (isOpaque(parent, name)) {
                    break;
                }
            } finally {
                posix.close(parent);
            }
        }
        return first == null ? null : trimmed(first, seen, count);
    }

    private static Found trimmed(Found found, int[] seen, int count) {
        int[] visible = new int[count];
        System.arraycopy(seen, 0, visible, 0, count);
        return new Found(found.tree, found.status, visible);
    }

    private boolean isOpaque(int parent, String name) throws PosixException {
        if (format == WhiteoutFormat.APPLIED) {
            return false;
        }
        byte[] value = posix.getXattr(parent, name, opaqueAttribute(format));
        return value != null && value.length == 1 && value[0] == 'y';
    }

    static String opaqueAttribute(WhiteoutFormat format) {
        return format == WhiteoutFormat.OVERLAY_TRUSTED ? "trusted.overlay.opaque" : "user.overlay.opaque";
    }

    private FileStatus status(int directory, String name) throws PosixException {
        try {
            return posix.stat(directory, name, Posix.AT_SYMLINK_NOFOLLOW);
        } catch (PosixException e) {
            if (e.errno() == Errno.ENOENT) {
                return null;
            }
            throw e;
        }
    }

    private String readLink(int tree, String directory, String name) throws PosixException {
        int parent = open(tree, directory);
        try {
            return posix.readLink(parent, name);
        } finally {
            posix.close(parent);
        }
    }

    /** Opens a directory of one layer; the caller closes it. -1 when that layer does not have it. */
    int open(int tree, String directory) throws PosixException {
        all();
        try {
            String path = directory.isEmpty() ? "." : directory;
            return posix.openResolving(roots[tree], path, Posix.O_PATH | Posix.O_DIRECTORY, 0, INSIDE);
        } catch (PosixException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR || e.errno() == Errno.ELOOP) {
                return -1;
            }
            throw e;
        }
    }

    private int[] all() throws PosixException {
        if (roots == null) {
            int[] opened = new int[lowers.size() + 1];
            opened[0] = layer;
            int count = 1;
            try {
                for (Path lower : lowers) {
                    opened[count] = posix.open(Posix.AT_FDCWD, lower.toString(), Posix.O_PATH | Posix.O_DIRECTORY, 0);
                    count++;
                }
            } finally {
                for (int i = 1; count < opened.length && i < count; i++) {
                    posix.close(opened[i]);
                }
            }
            roots = opened;
        }
        int[] indices = new int[roots.length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = i;
        }
        return indices;
    }

    @Override
    public void close() {
        for (int i = 1; roots != null && i < roots.length; i++) {
            posix.close(roots[i]);
        }
        roots = null;
    }
}
