package io.jpod.support.layer;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.storage.WhiteoutFormat;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Unpacks layer tars. The directory must not be written by anybody else meanwhile. After a failure it holds a part of the layer:
 * the caller throws it away. Thread-safe.
 */
public final class LayerApplier {
    private final Posix posix;

    public LayerApplier(Posix posix) {
        this.posix = posix;
    }

    /**
     * Unpacks an uncompressed layer and reads the stream to its end.
     *
     * @param tar is not closed
     * @param directory where the layer's files go; must exist
     * @throws JpodException EXTERNAL when the archive is damaged or an entry would leave the directory or passes a limit; HOST when
     *     the host refuses something: a full disk, an owner that is not mapped
     */
    public LayerSummary apply(InputStream tar, Path directory, LayerOptions options) {
        int root = -1;
        try {
            root = posix.open(Posix.AT_FDCWD, directory.toString(), Posix.O_PATH | Posix.O_DIRECTORY, 0);
            try (Run run = new Run(posix, options, root)) {
                return run.apply(new TarReader(tar));
            }
        } catch (PosixException e) {
            throw posixFailure(directory, e);
        } catch (TarFormatException | EOFException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "reading layer archive", e);
        } catch (IOException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "reading layer", e);
        } finally {
            if (root >= 0) {
                posix.close(root);
            }
        }
    }

    private static JpodException posixFailure(Path directory, PosixException e) {
        JpodException failure = JpodException.host("unpacking layer to " + directory, e);
        return switch (e.errno()) {
            case Errno.ENOSPC, Errno.EDQUOT -> failure.withRemedy("make room on the file system of " + directory);
            case Errno.ENOSYS -> failure.withRemedy("jpod needs Linux 5.6 or newer");
            default -> failure;
        };
    }

    /** One archive on its way. */
    private static final class Run implements AutoCloseable {
        private final Posix posix;
        private final LayerOptions options;
        private final LayerTree tree;
        private final LayerRoot root;
        private final EntryWriter writer;
        private final LayerDirectories directories;
        private final LayerDeletions deletions;
        private long entries;
        private long bytes;
        private long idLimit = 1;

        Run(Posix posix, LayerOptions options, int descriptor) {
            this.posix = posix;
            this.options = options;
            this.tree = new LayerTree(posix, options.whiteouts(), descriptor, options.parents());
            this.root = new LayerRoot(posix, descriptor, tree);
            this.writer = new EntryWriter(posix, options, root);
            this.directories = new LayerDirectories(posix, options, tree, root, writer);
            this.deletions = new LayerDeletions(posix, options.whiteouts(), root, writer, directories);
        }

        LayerSummary apply(TarReader tar) throws IOException {
            TarEntry entry = tar.next();
            while (entry != null) {
                root.beginEntry();
                apply(entry, tar);
                entry = tar.next();
            }
            root.beginEntry();
            directories.finish();
            tar.drain();
            return new LayerSummary(entries, bytes, idLimit, writer.skippedDevices, writer.skippedXattrs);
        }

        private void apply(TarEntry entry, TarReader tar) throws IOException {
            if (++entries > options.maxEntries()) {
                throw new JpodException(ErrorCode.EXTERNAL, "layer has more than " + options.maxEntries() + " entries");
            }
            String path = LayerPath.normalize(entry.name);
            String name = LayerPath.name(path);
            if (name.startsWith(LayerDeletions.PREFIX)) {
                entries--;
                LayerRoot.Directory parent = directories.parent(path, entry.name);
                deletions.apply(parent, name, entry.name);
                return;
            }
            count(entry);
            if (path.isEmpty()) {
                if (entry.type != TarEntry.DIRECTORY) {
                    throw LayerPath.refused("the root must be a directory", entry.name);
                }
                directories.describeRoot(entry);
                return;
            }
            LayerRoot.Directory parent = directories.parent(path, entry.name);
            deletions.made(parent, name);
            make(parent, name, entry, tar);
        }

        private void count(TarEntry entry) {
            if (entry.size > options.maxBytes() - bytes) {
                throw new JpodException(ErrorCode.EXTERNAL, "layer is larger than " + options.maxBytes() + " bytes");
            }
            bytes += entry.size;
            long largest = Math.max(entry.uid, entry.gid);
            if (Math.min(entry.uid, entry.gid) < 0 || largest > 4294967294L) {
                throw LayerPath.refused("owner " + entry.uid + ":" + entry.gid + " is out of range", entry.name);
            }
            idLimit = Math.max(idLimit, largest + 1);
        }

        private void make(LayerRoot.Directory parent, String name, TarEntry entry, TarReader tar) throws IOException {
            switch (entry.type) {
                case TarEntry.REGULAR -> writer.file(parent, name, entry, tar);
                case TarEntry.DIRECTORY -> directories.make(parent, name, entry);
                case TarEntry.SYMLINK -> writer.symlink(parent, name, entry);
                case TarEntry.HARD_LINK -> hardLink(parent, name, entry);
                case TarEntry.FIFO -> writer.fifo(parent, name, entry);
                case TarEntry.CHARACTER_DEVICE, TarEntry.BLOCK_DEVICE -> writer.device(parent, name, entry);
                default -> throw LayerPath.refused("unknown type " + (int) entry.type, entry.name);
            }
        }

        private void hardLink(LayerRoot.Directory parent, String name, TarEntry entry) throws IOException {
            String target;
            try {
                target = LayerPath.normalize(entry.linkName);
            } catch (JpodException e) {
                throw LayerPath.refused(
                        "hard link to \"" + LayerPath.printable(entry.linkName) + "\" outside the layer", entry.name);
            }
            String targetName = LayerPath.name(target);
            LayerRoot.Directory directory = root.find(LayerPath.parent(target), entry.name);
            FileStatus status = directory == null ? null : status(directory, targetName);
            if (status == null && !options.parents().isEmpty() && !target.isEmpty()) {
                status = directories.copyUp(target, entry.name);
                directory = root.find(LayerPath.parent(target), entry.name);
            }
            boolean whiteout =
                    options.whiteouts() != WhiteoutFormat.APPLIED && status != null && LayerPath.isWhiteout(status);
            if (directory == null || status == null || whiteout) {
                throw LayerPath.refused(
                        "hard link to \"" + LayerPath.printable(entry.linkName) + "\", which does not exist",
                        entry.name);
            }
            if (status.isDirectory()) {
                throw LayerPath.refused(
                        "hard link to directory \"" + LayerPath.printable(entry.linkName) + "\"", entry.name);
            }
            writer.hardLink(directory, targetName, parent, name);
        }

        private FileStatus status(LayerRoot.Directory directory, String name) throws PosixException {
            try {
                return posix.stat(directory.descriptor, name, Posix.AT_SYMLINK_NOFOLLOW);
            } catch (PosixException e) {
                if (e.errno() == Errno.ENOENT) {
                    return null;
                }
                throw e;
            }
        }

        @Override
        public void close() {
            root.close();
            tree.close();
        }
    }
}
