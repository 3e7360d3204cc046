package io.jpod.support.posix;

/**
 * What stat(2) tells.
 *
 * @param mode type and permission bits
 * @param rdev device number of a device node
 * @param mtimeNanos the fraction of {@code mtimeSeconds}
 */
public record FileStatus(
        int mode,
        long uid,
        long gid,
        long size,
        long dev,
        long inode,
        long links,
        long rdev,
        long mtimeSeconds,
        int mtimeNanos,
        long blocks) {
    public static final int S_IFMT = 0170000;
    public static final int S_IFSOCK = 0140000;
    public static final int S_IFLNK = 0120000;
    public static final int S_IFREG = 0100000;
    public static final int S_IFBLK = 0060000;
    public static final int S_IFDIR = 0040000;
    public static final int S_IFCHR = 0020000;
    public static final int S_IFIFO = 0010000;

    public int type() {
        return mode & S_IFMT;
    }

    public int permissions() {
        return mode & 07777;
    }

    public boolean isDirectory() {
        return type() == S_IFDIR;
    }

    public boolean isRegular() {
        return type() == S_IFREG;
    }

    public boolean isSymlink() {
        return type() == S_IFLNK;
    }

    /** Major number of {@link #rdev}, as makedev(3) packs it. */
    public int major() {
        return (int) ((rdev >>> 8 & 0xfff) | (rdev >>> 32 & ~0xfffL));
    }

    /** Minor number of {@link #rdev}. */
    public int minor() {
        return (int) ((rdev & 0xff) | (rdev >>> 12 & ~0xffL));
    }

    /** Packs a device number. */
    public static long makeDevice(int major, int minor) {
        return (minor & 0xffL) | (major & 0xfffL) << 8 | (minor & ~0xffL) << 12 | (major & ~0xfffL) << 32;
    }
}
