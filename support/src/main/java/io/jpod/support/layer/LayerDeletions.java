package io.jpod.support.layer;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.storage.WhiteoutFormat;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.util.HashSet;
import java.util.Set;

/**
 * Whiteouts. They delete what the layers below hold, never what the same layer brings, whatever the order of its entries (OCI
 * image-spec, layer.md).
 */
final class LayerDeletions {
    static final String PREFIX = ".wh.";
    private static final String META = ".wh..wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    private final Posix posix;
    private final WhiteoutFormat format;
    private final LayerRoot root;
    private final EntryWriter writer;
    private final LayerDirectories directories;
    /** What this layer brought; only where it lies among the files of the layers below. */
    private final Set<String> made = new HashSet<>();

    LayerDeletions(
            Posix posix, WhiteoutFormat format, LayerRoot root, EntryWriter writer, LayerDirectories directories) {
        this.posix = posix;
        this.format = format;
        this.root = root;
        this.writer = writer;
        this.directories = directories;
    }

    void made(LayerRoot.Directory parent, String name) throws PosixException {
        if (format == WhiteoutFormat.APPLIED) {
            made.add(root.key(parent, name));
        }
    }

    void apply(LayerRoot.Directory parent, String base, String entry) throws PosixException {
        if (base.equals(OPAQUE)) {
            hideContents(parent, entry);
        } else if (!base.startsWith(META)) {
            String name = base.substring(PREFIX.length());
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                throw LayerPath.refused("whiteout without a name", entry);
            }
            hide(parent, name, entry);
        }
    }

    private void hide(LayerRoot.Directory parent, String name, String entry) throws PosixException {
        FileStatus status = directories.status(parent.descriptor, name);
        if (format == WhiteoutFormat.APPLIED) {
            if (status != null) {
                root.invalidate();
                prune(parent.descriptor, name, status);
            }
        } else if (status == null) {
            whiteout(parent, name, entry);
        } else if (status.isDirectory()) {
            directories.setOpaque(parent.descriptor, name);
        }
    }

    private void whiteout(LayerRoot.Directory parent, String name, String entry) throws PosixException {
        try {
            posix.makeNode(parent.descriptor, name, FileStatus.S_IFCHR, 0);
        } catch (PosixException e) {
            if (e.errno() != Errno.EPERM) {
                throw e;
            }
            throw new JpodException(
                            ErrorCode.HOST,
                            "making a whiteout for layer entry \"" + LayerPath.printable(entry) + "\"",
                            e)
                    .withRemedy(
                            "Linux 5.8 or newer lets a user make whiteouts; on older ones use --storage-driver vfs");
        }
    }

    private void hideContents(LayerRoot.Directory directory, String entry) throws PosixException {
        if (format != WhiteoutFormat.APPLIED) {
            directories.setOpaque(directory.descriptor, ".");
            return;
        }
        root.invalidate();
        int listing = posix.open(directory.descriptor, ".", Posix.O_RDONLY | Posix.O_DIRECTORY, 0);
        try {
            for (String name : posix.list(listing)) {
                FileStatus status = directories.status(listing, name);
                if (status != null) {
                    prune(listing, name, status);
                }
            }
        } finally {
            posix.close(listing);
        }
    }

    /** Removes a name unless this layer brought it or something below it; true when it is gone. */
    private boolean prune(int parent, String name, FileStatus status) throws PosixException {
        LayerRoot.Directory directory = new LayerRoot.Directory("", parent);
        boolean own = made.contains(root.key(directory, name));
        if (!status.isDirectory()) {
            if (!own) {
                posix.unlink(parent, name, 0);
            }
            return !own;
        }
        if (made.isEmpty()) {
            writer.remove(directory, name);
            return true;
        }
        boolean empty = true;
        int listing = posix.open(parent, name, Posix.O_RDONLY | Posix.O_DIRECTORY | Posix.O_NOFOLLOW, 0);
        try {
            for (String child : posix.list(listing)) {
                FileStatus childStatus = directories.status(listing, child);
                empty &= childStatus == null || prune(listing, child, childStatus);
            }
        } finally {
            posix.close(listing);
        }
        if (empty && !own) {
            posix.unlink(parent, name, Posix.AT_REMOVEDIR);
            return true;
        }
        return false;
    }
}
