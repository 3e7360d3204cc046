package io.jpod.support.layer;

import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** What layers say about a file beyond its name: whether two are the same, extended attributes, the marks of storage drivers. */
final class FileFacts {
    private final Posix posix;

    FileFacts(Posix posix) {
        this.posix = posix;
    }

    /** Compares attributes, link targets and extended attributes; two files of one size and time have one content. */
    boolean isSame(int lower, FileStatus then, int upper, FileStatus now, String name) throws PosixException {
        boolean same = then.mode() == now.mode()
                && then.uid() == now.uid()
                && then.gid() == now.gid()
                && then.rdev() == now.rdev()
                && (then.isDirectory() || then.size() == now.size())
                && then.mtimeSeconds() == now.mtimeSeconds()
                && then.mtimeNanos() == now.mtimeNanos();
        if (same && now.isSymlink()) {
            same = posix.readLink(lower, name).equals(posix.readLink(upper, name));
        }
        if (!same) {
            return false;
        }
        Map<String, byte[]> old = xattrs(lower, name);
        Map<String, byte[]> current = xattrs(upper, name);
        if (!old.keySet().equals(current.keySet())) {
            return false;
        }
        for (Map.Entry<String, byte[]> attribute : old.entrySet()) {
            if (!Arrays.equals(attribute.getValue(), current.get(attribute.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** Those attributes that travel with a layer. */
    Map<String, byte[]> xattrs(int directory, String name) throws PosixException {
        Map<String, byte[]> found = new TreeMap<>();
        for (String attribute : posix.listXattrs(directory, name)) {
            boolean travels = attribute.equals("security.capability")
                    || attribute.startsWith("user.") && !EntryWriter.isOfDriver(attribute);
            byte[] value = travels ? posix.getXattr(directory, name, attribute) : null;
            if (value != null) {
                found.put(attribute, value);
            }
        }
        return found;
    }

    /** True when overlay hides what lower layers have in a directory. */
    boolean isOpaque(int directory, String name) throws PosixException {
        for (String attribute :
                new String[] {"user.overlay.opaque", "trusted.overlay.opaque", "user.fuseoverlayfs.opaque"}) {
            byte[] value = posix.getXattr(directory, name, attribute);
            if (value != null && value.length == 1 && value[0] == 'y') {
                return true;
            }
        }
        return false;
    }

    /** Sets owner and mode to those that could not be applied when the file was unpacked, if there are any. */
    void recordedOwner(int directory, String name, FileStatus status, TarEntry entry) throws PosixException {
        if (!status.isDirectory() && status.type() != FileStatus.S_IFREG) {
            return;
        }
        byte[] value = posix.getXattr(directory, name, EntryWriter.OVERRIDE);
        if (value == null) {
            return;
        }
        String[] parts = new String(value, StandardCharsets.US_ASCII).split(":", -1);
        try {
            long uid = Long.parseLong(parts[0]);
            long gid = Long.parseLong(parts[1]);
            int mode = Integer.parseInt(parts[2], 8);
            entry.uid = uid;
            entry.gid = gid;
            entry.mode = mode & 07777;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            // Somebody else's attribute of that name: the file's own owner counts.
            return;
        }
    }
}
