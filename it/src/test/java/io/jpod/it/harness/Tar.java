package io.jpod.it.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes a layer's tar, also one that no honest tool would write: names are taken as they are. */
public final class Tar {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

    public Tar() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    public Tar directory(String name, int mode) {
        return put(entry(name + "/", TarConstants.LF_DIR, mode, 0, 0), null);
    }

    public Tar directory(String name, int mode, int uid, int gid) {
        return put(entry(name + "/", TarConstants.LF_DIR, mode, uid, gid), null);
    }

    public Tar file(String name, int mode, String content) {
        return file(name, mode, 0, 0, content.getBytes(StandardCharsets.UTF_8));
    }

    public Tar file(String name, int mode, int uid, int gid, byte[] content) {
        return put(entry(name, TarConstants.LF_NORMAL, mode, uid, gid), content);
    }

    public Tar symlink(String name, String target) {
        TarArchiveEntry entry = entry(name, TarConstants.LF_SYMLINK, 0777, 0, 0);
        entry.setLinkName(target);
        return put(entry, null);
    }

    public Tar hardLink(String name, int mode, String target) {
        TarArchiveEntry entry = entry(name, TarConstants.LF_LINK, mode, 0, 0);
        entry.setLinkName(target);
        return put(entry, null);
    }

    public Tar fifo(String name, int mode) {
        return put(entry(name, TarConstants.LF_FIFO, mode, 0, 0), null);
    }

    /** Adds an extended attribute to a file's entry. */
    public Tar fileWithXattr(String name, int mode, String attribute, String value, String content) {
        TarArchiveEntry entry = entry(name, TarConstants.LF_NORMAL, mode, 0, 0);
        entry.addPaxHeader("SCHILY.xattr." + attribute, value);
        return put(entry, content.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] bytes() {
        try {
            tar.close();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TarArchiveEntry entry(String name, byte type, int mode, int uid, int gid) {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setName(name);
        entry.setMode(mode);
        entry.setIds(uid, gid);
        entry.setModTime(1_700_000_000_000L);
        return entry;
    }

    private Tar put(TarArchiveEntry entry, byte[] content) {
        try {
            entry.setSize(content == null ? 0 : content.length);
            tar.putArchiveEntry(entry);
            if (content != null) {
                tar.write(content);
            }
            tar.closeArchiveEntry();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
