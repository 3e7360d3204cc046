package io.jpod.support.layer;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.tree.OwnerMap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Writes layer tars, sorted by name, so that the same files give the same bytes. Device nodes, links, owners and times are kept;
 * sockets and the root directory's own attributes are not part of a layer. Thread-safe.
 */
public final class LayerDiffer {
    private static final int OPEN_DIRECTORY = Posix.O_RDONLY | Posix.O_DIRECTORY | Posix.O_NOFOLLOW;

    private final Posix posix;
    private final FileFacts facts;
    private final OwnerMap owners;
    private final boolean recordedOwners;

    public LayerDiffer(Posix posix) {
        this(posix, OwnerMap.SAME, false);
    }

    /**
     * @param owners says whom a file belongs to in the archive
     * @param recordedOwners true when all files belong to one id and the real owners are in an extended attribute, as {@link
     *     LayerOptions#singleOwner} leaves them
     */
    public LayerDiffer(Posix posix, OwnerMap owners, boolean recordedOwners) {
        this.posix = posix;
        this.facts = new FileFacts(posix);
        this.owners = owners;
        this.recordedOwners = recordedOwners;
    }

    /**
     * Writes a directory that holds changes as overlay records them: whatever the flavour, character devices 0/0 and opaque
     * attributes become whiteouts.
     */
    public void writeChanges(Path changes, OutputStream out) {
        run(changes, root -> {
            Run run = new Run(out);
            run.changes(root, "");
            run.tar.finish();
        });
    }

    /** Writes what must be done to the parent's files to get the tree's; everything when there is no parent. */
    public void writeDifference(Optional<Path> parent, Path tree, OutputStream out) {
        run(tree, root -> {
            Run run = new Run(out);
            if (parent.isEmpty()) {
                run.compare(-1, root, "");
            } else {
                int lower = posix.open(Posix.AT_FDCWD, parent.get().toString(), OPEN_DIRECTORY, 0);
                try {
                    run.compare(lower, root, "");
                } finally {
                    posix.close(lower);
                }
            }
            run.tar.finish();
        });
    }

    private interface Work {
        void on(int root) throws IOException;
    }

    private void run(Path directory, Work work) {
        int root = -1;
        try {
            root = posix.open(Posix.AT_FDCWD, directory.toString(), OPEN_DIRECTORY, 0);
            work.on(root);
        } catch (IOException e) {
            throw new JpodException(ErrorCode.HOST, "writing the layer of " + directory, e);
        } finally {
            if (root >= 0) {
                posix.close(root);
            }
        }
    }

    private record Directory(int parent, String path, FileStatus status) {}

    /** One archive on its way. */
    private final class Run {
        private final TarWriter tar;
        private final Map<String, String> linked = new HashMap<>();
        private final byte[] buffer = new byte[64 * 1024];
        /** Unchanged directories on the way down, which are written when something below changed. */
        private final Deque<Directory> unwritten = new ArrayDeque<>();

        Run(OutputStream out) {
            this.tar = new TarWriter(out);
        }

        void changes(int directory, String path) throws IOException {
            String[] names = posix.list(directory);
            Arrays.sort(names);
            for (String name : names) {
                FileStatus status = posix.stat(directory, name, Posix.AT_SYMLINK_NOFOLLOW);
                if (LayerPath.isWhiteout(status)) {
                    whiteout(path, name);
                    continue;
                }
                entry(directory, name, path, status);
                if (status.isDirectory()) {
                    String below = LayerPath.join(path, name);
                    if (facts.isOpaque(directory, name)) {
                        whiteout(below, ".wh..opq");
                    }
                    int child = posix.open(directory, name, OPEN_DIRECTORY, 0);
                    try {
                        changes(child, below);
                    } finally {
                        posix.close(child);
                    }
                }
            }
        }

        /** Compares two directories, the first of which may be -1 for none. */
        void compare(int lower, int upper, String path) throws IOException {
            TreeSet<String> names = new TreeSet<>(Arrays.asList(posix.list(upper)));
            TreeSet<String> before = new TreeSet<>(lower < 0 ? Arrays.asList() : Arrays.asList(posix.list(lower)));
            TreeSet<String> all = new TreeSet<>(names);
            all.addAll(before);
            for (String name : all) {
                if (!names.contains(name)) {
                    whiteout(path, name);
                    continue;
                }
                FileStatus now = posix.stat(upper, name, Posix.AT_SYMLINK_NOFOLLOW);
                FileStatus then = before.contains(name) ? posix.stat(lower, name, Posix.AT_SYMLINK_NOFOLLOW) : null;
                boolean same = then != null && facts.isSame(lower, then, upper, now, name);
                if (now.isDirectory()) {
                    descend(lower, then, upper, now, LayerPath.join(path, name), same);
                } else if (!same) {
                    entry(upper, name, path, now);
                }
            }
        }

        private void descend(int lower, FileStatus then, int upper, FileStatus now, String path, boolean same)
                throws IOException {
            String name = LayerPath.name(path);
            if (!same) {
                entry(upper, name, LayerPath.parent(path), now);
            } else {
                unwritten.addLast(new Directory(upper, path, now));
            }
            int child = posix.open(upper, name, OPEN_DIRECTORY, 0);
            int below = -1;
            try {
                below = then != null && then.isDirectory() ? posix.open(lower, name, OPEN_DIRECTORY, 0) : -1;
                compare(below, child, path);
                if (!unwritten.isEmpty() && unwritten.peekLast().path.equals(path)) {
                    unwritten.removeLast();
                }
            } finally {
                posix.close(child);
                if (below >= 0) {
                    posix.close(below);
                }
            }
        }

        /** Writes the directories above what comes next: applying that changes their times. */
        private void writeParents() throws IOException {
            while (!unwritten.isEmpty()) {
                Directory directory = unwritten.removeFirst();
                begin(
                        directory.parent,
                        LayerPath.name(directory.path),
                        LayerPath.parent(directory.path),
                        directory.status);
            }
        }

        private void whiteout(String directory, String name) throws IOException {
            writeParents();
            TarEntry entry = new TarEntry();
            entry.name = LayerPath.join(directory, LayerDeletions.PREFIX + name);
            tar.begin(entry);
        }

        private void entry(int directory, String name, String path, FileStatus status) throws IOException {
            writeParents();
            begin(directory, name, path, status);
        }

        private void begin(int directory, String name, String path, FileStatus status) throws IOException {
            TarEntry entry = new TarEntry();
            entry.name = LayerPath.join(path, name);
            entry.mode = status.permissions();
            entry.uid = owners.uid(status.uid());
            entry.gid = owners.gid(status.gid());
            if (recordedOwners) {
                facts.recordedOwner(directory, name, status, entry);
            }
            entry.mtimeSeconds = status.mtimeSeconds();
            entry.mtimeNanos = status.mtimeNanos();
            String first = status.isDirectory() || status.links() < 2
                    ? null
                    : linked.putIfAbsent(status.dev() + ":" + status.inode(), entry.name);
            if (first != null) {
                entry.type = TarEntry.HARD_LINK;
                entry.linkName = first;
                tar.begin(entry);
                return;
            }
            entry.xattrs.putAll(facts.xattrs(directory, name));
            switch (status.type()) {
                case FileStatus.S_IFREG -> {
                    entry.stored = status.size();
                    tar.begin(entry);
                    data(directory, name, status.size());
                    return;
                }
                case FileStatus.S_IFDIR -> {
                    entry.type = TarEntry.DIRECTORY;
                    entry.name += "/";
                }
                case FileStatus.S_IFLNK -> {
                    entry.type = TarEntry.SYMLINK;
                    entry.linkName = posix.readLink(directory, name);
                }
                case FileStatus.S_IFIFO -> entry.type = TarEntry.FIFO;
                case FileStatus.S_IFCHR, FileStatus.S_IFBLK -> {
                    boolean character = status.type() == FileStatus.S_IFCHR;
                    entry.type = character ? TarEntry.CHARACTER_DEVICE : TarEntry.BLOCK_DEVICE;
                    entry.deviceMajor = status.major();
                    entry.deviceMinor = status.minor();
                }
                default -> {
                    return;
                }
            }
            tar.begin(entry);
        }

        private void data(int directory, String name, long size) throws IOException {
            int file = posix.open(directory, name, Posix.O_RDONLY | Posix.O_NOFOLLOW, 0);
            try {
                long left = size;
                while (left > 0) {
                    int n = posix.read(file, buffer, 0, (int) Math.min(buffer.length, left));
                    if (n == 0) {
                        throw new IOException(name + " became shorter while it was read");
                    }
                    tar.write(buffer, 0, n);
                    left -= n;
                }
            } finally {
                posix.close(file);
            }
        }
    }
}
