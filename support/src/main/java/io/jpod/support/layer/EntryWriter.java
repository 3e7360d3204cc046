package io.jpod.support.layer;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.support.tree.TreeRemover;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Makes single files of a layer, replacing what is in the way, and gives them their attributes. */
final class EntryWriter {
    /** Where original owners go when they cannot be applied; {@code uid:gid:mode} as fuse-overlayfs(1) reads it. */
    static final String OVERRIDE = "user.containers.override_stat";

    private static final int NEW_FILE = Posix.O_WRONLY | Posix.O_CREAT | Posix.O_EXCL | Posix.O_NOFOLLOW;

    private final Posix posix;
    private final LayerOptions options;
    private final LayerRoot root;
    private final TreeRemover remover;
    long skippedDevices;
    long skippedXattrs;

    EntryWriter(Posix posix, LayerOptions options, LayerRoot root) {
        this.posix = posix;
        this.options = options;
        this.root = root;
        this.remover = new TreeRemover(posix);
    }

    /** A system call that makes a name. */
    private interface Creation {
        int create() throws PosixException;
    }

    /** Makes a name, removing what has it. */
    private int replacing(LayerRoot.Directory parent, String name, Creation creation) throws PosixException {
        try {
            return creation.create();
        } catch (PosixException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
        remove(parent, name);
        return creation.create();
    }

    void remove(LayerRoot.Directory parent, String name) throws PosixException {
        FileStatus status = posix.stat(parent.descriptor, name, Posix.AT_SYMLINK_NOFOLLOW);
        if (status.isDirectory() || status.isSymlink()) {
            root.invalidate();
        }
        remover.remove(parent.descriptor, name);
    }

    void file(LayerRoot.Directory parent, String name, TarEntry entry, TarReader data) throws IOException {
        int at = parent.descriptor;
        int file = replacing(parent, name, () -> posix.open(at, name, NEW_FILE, 0600));
        try {
            if (entry.sparse == null) {
                write(file, data, Long.MAX_VALUE);
            } else {
                for (int i = 0; i < entry.sparse.length; i += 2) {
                    posix.seek(file, entry.sparse[i], Posix.SEEK_SET);
                    write(file, data, entry.sparse[i + 1]);
                }
                posix.ftruncate(file, entry.size);
            }
            // By the descriptor: it costs half the calls that the name would.
            attributes(file, "", entry);
        } finally {
            posix.close(file);
        }
    }

    private void write(int file, TarReader data, long length) throws IOException {
        long left = length;
        while (left > 0) {
            int n = data.chunk(left);
            if (n == 0) {
                return;
            }
            int done = 0;
            while (done < n) {
                done += posix.write(file, data.buffer(), data.chunkOffset() + done, n - done);
            }
            left -= n;
        }
    }

    void symlink(LayerRoot.Directory parent, String name, TarEntry entry) throws PosixException {
        if (entry.linkName.isEmpty()) {
            throw LayerPath.refused("symbolic link without a target", entry.name);
        }
        replacing(parent, name, () -> {
            posix.symlink(entry.linkName, parent.descriptor, name);
            return 0;
        });
        owner(parent.descriptor, name, entry);
        xattrs(parent.descriptor, name, entry);
        posix.setTimes(parent.descriptor, name, entry.mtimeSeconds, entry.mtimeNanos);
    }

    void fifo(LayerRoot.Directory parent, String name, TarEntry entry) throws PosixException {
        replacing(parent, name, () -> {
            posix.makeNode(parent.descriptor, name, FileStatus.S_IFIFO | 0600, 0);
            return 0;
        });
        attributes(parent.descriptor, name, entry);
    }

    /**
     * Makes a device node where that is possible. What was there goes in any case. A node with number 0/0 is never made: it would
     * delete the name from the layers below.
     */
    void device(LayerRoot.Directory parent, String name, TarEntry entry) throws PosixException {
        long number = FileStatus.makeDevice(entry.deviceMajor, entry.deviceMinor);
        if (!options.devices() || number == 0) {
            try {
                remove(parent, name);
            } catch (PosixException e) {
                if (e.errno() != Errno.ENOENT) {
                    throw e;
                }
            }
            skippedDevices++;
            return;
        }
        int type = entry.type == TarEntry.CHARACTER_DEVICE ? FileStatus.S_IFCHR : FileStatus.S_IFBLK;
        try {
            replacing(parent, name, () -> {
                posix.makeNode(parent.descriptor, name, type | 0600, number);
                return 0;
            });
        } catch (PosixException e) {
            if (e.errno() != Errno.EPERM) {
                throw e;
            }
            skippedDevices++;
            return;
        }
        attributes(parent.descriptor, name, entry);
    }

    void hardLink(LayerRoot.Directory target, String targetName, LayerRoot.Directory parent, String name)
            throws PosixException {
        FileStatus wanted = posix.stat(target.descriptor, targetName, Posix.AT_SYMLINK_NOFOLLOW);
        FileStatus there;
        try {
            there = posix.stat(parent.descriptor, name, Posix.AT_SYMLINK_NOFOLLOW);
        } catch (PosixException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
            there = null;
        }
        if (there != null && there.inode() == wanted.inode() && there.dev() == wanted.dev()) {
            return;
        }
        if (there != null) {
            remove(parent, name);
        }
        posix.link(target.descriptor, targetName, parent.descriptor, name);
    }

    /** Owner, mode, extended attributes and time, in the order in which none undoes another. */
    private void attributes(int directory, String name, TarEntry entry) throws PosixException {
        owner(directory, name, entry);
        posix.changeMode(directory, name, entry.mode);
        xattrs(directory, name, entry);
        posix.setTimes(directory, name, entry.mtimeSeconds, entry.mtimeNanos);
    }

    void owner(int directory, String name, TarEntry entry) throws PosixException {
        boolean linkOrNode = entry.type != TarEntry.REGULAR && entry.type != TarEntry.DIRECTORY;
        if (!options.singleOwner()) {
            try {
                posix.changeOwner(directory, name, entry.uid, entry.gid, Posix.AT_SYMLINK_NOFOLLOW);
                return;
            } catch (PosixException e) {
                boolean refused = e.errno() == Errno.EINVAL || e.errno() == Errno.EPERM;
                if (e.errno() == Errno.EINVAL && !options.toleratesUnmappedOwners()) {
                    throw unmapped(entry, e);
                }
                if (!refused || !options.toleratesUnmappedOwners()) {
                    throw e;
                }
            }
        }
        if (!linkOrNode) {
            String value = entry.uid + ":" + entry.gid + ":0" + Integer.toOctalString(entry.mode);
            setXattr(directory, name, OVERRIDE, value.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static RuntimeException unmapped(TarEntry entry, PosixException cause) {
        return new JpodException(
                        ErrorCode.HOST,
                        "potentially insufficient UIDs or GIDs available in user namespace (requested " + entry.uid
                                + ":" + entry.gid + " for /" + LayerPath.printable(entry.name) + ")",
                        cause)
                .withRemedy(
                        "give the user a larger range in /etc/subuid and /etc/subgid and run jpod system migrate, or set"
                                + " ignore_chown_errors = \"true\" in storage.conf");
    }

    void xattrs(int directory, String name, TarEntry entry) throws PosixException {
        if (entry.xattrs.isEmpty()) {
            return;
        }
        for (Map.Entry<String, byte[]> attribute : entry.xattrs.entrySet()) {
            if (isOfDriver(attribute.getKey())) {
                skippedXattrs++;
            } else {
                setXattr(directory, name, attribute.getKey(), attribute.getValue());
            }
        }
    }

    /** Attributes by which storage drivers steer themselves; an image has no say in them. */
    static boolean isOfDriver(String name) {
        return name.startsWith("user.overlay.")
                || name.startsWith("trusted.overlay.")
                || name.startsWith("user.fuseoverlayfs.")
                || name.startsWith("user.containers.override_stat");
    }

    private void setXattr(int directory, String name, String attribute, byte[] value) throws PosixException {
        try {
            posix.setXattr(directory, name, attribute, value);
        } catch (PosixException e) {
            if (e.errno() != Errno.EOPNOTSUPP && e.errno() != Errno.EPERM && e.errno() != Errno.EACCES) {
                throw e;
            }
            skippedXattrs++;
        }
    }
}
