package io.jpod.support.layer;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Finds which names a layer adds, changes and deletes, without reading any file's content. Thread-safe. */
public final class LayerChanges {
    /** What happened to a name. */
    public enum Kind {
        CHANGED('C'),
        ADDED('A'),
        DELETED('D');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        /** As listings show it. */
        public char letter() {
            return letter;
        }
    }

    /**
     * One change.
     *
     * @param path absolute, as seen in the container
     */
    public record Change(Kind kind, String path) {}

    private static final int OPEN_DIRECTORY = Posix.O_RDONLY | Posix.O_DIRECTORY | Posix.O_NOFOLLOW;

    private final Posix posix;
    private final FileFacts facts;

    public LayerChanges(Posix posix) {
        this.posix = posix;
        this.facts = new FileFacts(posix);
    }

    /**
     * The changes of a layer that overlay recorded, by path.
     *
     * @param below directories with the changes of the layers below, nearest first
     */
    public List<Change> ofOverlay(Path changes, List<Path> below) {
        List<Change> result = new ArrayList<>();
        on(changes, top -> {
            List<Integer> lowers = new ArrayList<>();
            try {
                for (Path directory : below) {
                    lowers.add(posix.open(Posix.AT_FDCWD, directory.toString(), OPEN_DIRECTORY, 0));
                }
                overlay(top, lowers, "", result);
            } finally {
                closeAll(lowers);
            }
        });
        return result;
    }

    /** How a tree differs from its parent's, by path; without a parent everything is new. */
    public List<Change> ofTrees(Optional<Path> parent, Path tree) {
        List<Change> result = new ArrayList<>();
        on(tree, upper -> {
            int lower = -1;
            try {
                lower = parent.isEmpty()
                        ? -1
                        : posix.open(Posix.AT_FDCWD, parent.get().toString(), OPEN_DIRECTORY, 0);
                compare(lower, upper, "", result);
            } finally {
                if (lower >= 0) {
                    posix.close(lower);
                }
            }
        });
        return result;
    }

    private interface Work {
        void on(int root) throws IOException;
    }

    private void on(Path directory, Work work) {
        int root = -1;
        try {
            root = posix.open(Posix.AT_FDCWD, directory.toString(), OPEN_DIRECTORY, 0);
            work.on(root);
        } catch (IOException e) {
            throw new JpodException(ErrorCode.HOST, "comparing the layer of " + directory, e);
        } finally {
            if (root >= 0) {
                posix.close(root);
            }
        }
    }

    private void closeAll(List<Integer> descriptors) {
        for (int descriptor : descriptors) {
            posix.close(descriptor);
        }
    }

    /** @param lowers the same directory in the layers below, as far as nothing hides it */
    private void overlay(int top, List<Integer> lowers, String path, List<Change> result) throws IOException {
        String[] names = posix.list(top);
        Arrays.sort(names);
        for (String name : names) {
            String below = path + "/" + name;
            FileStatus status = posix.stat(top, name, Posix.AT_SYMLINK_NOFOLLOW);
            if (LayerPath.isWhiteout(status)) {
                if (visible(lowers, name) != null) {
                    result.add(new Change(Kind.DELETED, below));
                }
                continue;
            }
            FileStatus before = visible(lowers, name);
            result.add(new Change(before == null ? Kind.ADDED : Kind.CHANGED, below));
            if (!status.isDirectory()) {
                continue;
            }
            boolean opaque = facts.isOpaque(top, name);
            List<Integer> next = before != null && before.isDirectory() ? descend(lowers, name) : new ArrayList<>();
            int child = posix.open(top, name, OPEN_DIRECTORY, 0);
            try {
                if (opaque) {
                    hidden(child, next, below, result);
                }
                overlay(child, opaque ? List.of() : next, below, result);
            } finally {
                posix.close(child);
                closeAll(next);
            }
        }
    }

    /** What an opaque directory deletes: all that was visible below and is not made anew. */
    private void hidden(int top, List<Integer> lowers, String path, List<Change> result) throws IOException {
        TreeSet<String> gone = new TreeSet<>();
        for (int lower : lowers) {
            gone.addAll(Arrays.asList(posix.list(lower)));
        }
        for (String name : gone) {
            if (status(top, name) == null && visible(lowers, name) != null) {
                result.add(new Change(Kind.DELETED, path + "/" + name));
            }
        }
    }

    /** What a name is in the nearest layer that says something about it; null when it is nothing. */
    private FileStatus visible(List<Integer> lowers, String name) throws PosixException {
        for (int lower : lowers) {
            FileStatus status = status(lower, name);
            if (status != null) {
                return LayerPath.isWhiteout(status) ? null : status;
            }
        }
        return null;
    }

    /** The directories of that name, down to the layer in which something else hides those below. */
    private List<Integer> descend(List<Integer> lowers, String name) throws PosixException {
        List<Integer> result = new ArrayList<>();
        for (int lower : lowers) {
            FileStatus status = status(lower, name);
            if (status == null) {
                continue;
            }
            if (!status.isDirectory()) {
                break;
            }
            result.add(posix.open(lower, name, OPEN_DIRECTORY, 0));
            if (facts.isOpaque(lower, name)) {
                break;
            }
        }
        return result;
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

    private void compare(int lower, int upper, String path, List<Change> result) throws IOException {
        TreeSet<String> all = new TreeSet<>(Arrays.asList(posix.list(upper)));
        if (lower >= 0) {
            all.addAll(Arrays.asList(posix.list(lower)));
        }
        for (String name : all) {
            String below = path + "/" + name;
            FileStatus now = status(upper, name);
            FileStatus then = lower < 0 ? null : status(lower, name);
            if (now == null) {
                result.add(new Change(Kind.DELETED, below));
                continue;
            }
            if (then == null) {
                result.add(new Change(Kind.ADDED, below));
            } else if (!facts.isSame(lower, then, upper, now, name)) {
                result.add(new Change(Kind.CHANGED, below));
            }
            if (now.isDirectory()) {
                int child = posix.open(upper, name, OPEN_DIRECTORY, 0);
                int under = -1;
                try {
                    under = then != null && then.isDirectory() ? posix.open(lower, name, OPEN_DIRECTORY, 0) : -1;
                    compare(under, child, below, result);
                } finally {
                    posix.close(child);
                    if (under >= 0) {
                        posix.close(under);
                    }
                }
            }
        }
    }
}
