package io.jpod.support.layer;

import io.jpod.api.storage.WhiteoutFormat;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.support.tree.TreeCopier;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Directories of a layer, those that it names and those that it only implies. Modes and times are set at the end: files are still
 * put into a directory after its entry was read.
 */
final class LayerDirectories {
    private static final byte[] YES = "y".getBytes(StandardCharsets.US_ASCII);

    private final Posix posix;
    private final LayerOptions options;
    private final LayerTree tree;
    private final LayerRoot root;
    private final EntryWriter writer;
    /** What is still to be set, by path without links. */
    private final NavigableMap<String, Attributes> pending = new TreeMap<>();

    /** Mode and time for later. */
    private record Attributes(int mode, boolean timed, long seconds, int nanos) {}

    LayerDirectories(Posix posix, LayerOptions options, LayerTree tree, LayerRoot root, EntryWriter writer) {
        this.posix = posix;
        this.options = options;
        this.tree = tree;
        this.root = root;
        this.writer = writer;
    }

    /** The directory that an entry lies in, made when the layer does not have it. */
    LayerRoot.Directory parent(String path, String entry) throws PosixException {
        return root.require(LayerPath.parent(path), entry, this::imply);
    }

    /** Makes a directory that the layer does not name: with the attributes that it has in the layers below. */
    private void imply(LayerRoot.Directory parent, String name) throws PosixException {
        String path = LayerPath.join(parent.path, name);
        FileStatus there = status(parent.descriptor, name);
        boolean deleted = there != null && isWhiteout(there);
        LayerTree.Found below = deleted || options.parents().isEmpty() ? null : tree.below(path);
        if (deleted) {
            posix.unlink(parent.descriptor, name, 0);
        }
        posix.makeDirectory(parent.descriptor, name, 0700);
        if (deleted) {
            setOpaque(parent.descriptor, name);
        }
        if (below != null && below.status.isDirectory()) {
            int lower = tree.open(below.tree, LayerPath.parent(path));
            try {
                new TreeCopier(posix).copyAttributes(lower, name, parent.descriptor, name, below.status);
            } finally {
                posix.close(lower);
            }
            FileStatus status = below.status;
            pending.put(path, new Attributes(status.permissions(), true, status.mtimeSeconds(), status.mtimeNanos()));
        } else {
            pending.put(path, new Attributes(0755, false, 0, 0));
        }
    }

    void make(LayerRoot.Directory parent, String name, TarEntry entry) throws PosixException {
        boolean fresh = true;
        try {
            posix.makeDirectory(parent.descriptor, name, 0700);
        } catch (PosixException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
            fresh = makeOver(parent, name);
        }
        if (!fresh) {
            dropXattrs(parent.descriptor, name, entry);
        }
        writer.owner(parent.descriptor, name, entry);
        writer.xattrs(parent.descriptor, name, entry);
        pending.put(
                LayerPath.join(parent.path, name),
                new Attributes(entry.mode, true, entry.mtimeSeconds, entry.mtimeNanos));
    }

    /** True when the directory was made, false when it was there. */
    private boolean makeOver(LayerRoot.Directory parent, String name) throws PosixException {
        FileStatus there = posix.stat(parent.descriptor, name, Posix.AT_SYMLINK_NOFOLLOW);
        if (there.isDirectory()) {
            return false;
        }
        writer.remove(parent, name);
        posix.makeDirectory(parent.descriptor, name, 0700);
        if (isWhiteout(there)) {
            setOpaque(parent.descriptor, name);
        }
        return true;
    }

    /** An entry says all about its directory: attributes that an earlier layer gave it go. */
    private void dropXattrs(int parent, String name, TarEntry entry) throws PosixException {
        for (String attribute : posix.listXattrs(parent, name)) {
            boolean systems = attribute.equals("security.selinux") || EntryWriter.isOfDriver(attribute);
            if (!systems && !entry.xattrs.containsKey(attribute)) {
                try {
                    posix.removeXattr(parent, name, attribute);
                } catch (PosixException e) {
                    writer.skippedXattrs++;
                }
            }
        }
    }

    void describeRoot(TarEntry entry) throws PosixException {
        LayerRoot.Directory directory = root.require("", entry.name, this::imply);
        dropXattrs(directory.descriptor, ".", entry);
        writer.owner(directory.descriptor, ".", entry);
        writer.xattrs(directory.descriptor, ".", entry);
        pending.put("", new Attributes(entry.mode, true, entry.mtimeSeconds, entry.mtimeNanos));
    }

    /** Hides what the layers below have in a directory. */
    void setOpaque(int parent, String name) throws PosixException {
        posix.setXattr(parent, name, LayerTree.opaqueAttribute(options.whiteouts()), YES);
    }

    /**
     * Brings a file of a lower layer into this one.
     *
     * @return its status, or null when no layer has it
     */
    FileStatus copyUp(String path, String entry) throws PosixException {
        String directory = tree.resolve(LayerPath.parent(path), entry);
        String name = LayerPath.name(path);
        LayerTree.Found below = tree.below(LayerPath.join(directory, name));
        if (below == null || below.status.isDirectory()) {
            return below == null ? null : below.status;
        }
        LayerRoot.Directory parent = root.require(directory, entry, this::imply);
        int lower = tree.open(below.tree, directory);
        try {
            new TreeCopier(posix).copyFile(lower, name, parent.descriptor, name, below.status);
        } finally {
            posix.close(lower);
        }
        return posix.stat(parent.descriptor, name, Posix.AT_SYMLINK_NOFOLLOW);
    }

    private boolean isWhiteout(FileStatus status) {
        return options.whiteouts() != WhiteoutFormat.APPLIED && LayerPath.isWhiteout(status);
    }

    FileStatus status(int directory, String name) throws PosixException {
        try {
            return posix.stat(directory, name, Posix.AT_SYMLINK_NOFOLLOW);
        } catch (PosixException e) {
            if (e.errno() == Errno.ENOENT) {
                return null;
            }
            throw e;
        }
    }

    /** Sets modes and times, what lies deepest first. */
    void finish() throws PosixException {
        for (Map.Entry<String, Attributes> directory : pending.descendingMap().entrySet()) {
            String path = directory.getKey();
            Attributes attributes = directory.getValue();
            LayerRoot.Directory parent = root.plain(LayerPath.parent(path));
            String name = path.isEmpty() ? "." : LayerPath.name(path);
            FileStatus status = parent == null ? null : status(parent.descriptor, name);
            if (status == null || !status.isDirectory()) {
                continue;
            }
            posix.changeMode(parent.descriptor, name, attributes.mode());
            if (attributes.timed()) {
                posix.setTimes(parent.descriptor, name, attributes.seconds(), attributes.nanos());
            }
        }
    }
}
