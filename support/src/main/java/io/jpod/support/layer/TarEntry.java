package io.jpod.support.layer;

import java.util.LinkedHashMap;
import java.util.Map;

/** One member of a tar archive, with what extended headers say about it. */
final class TarEntry {
    static final char REGULAR = '0';
    static final char HARD_LINK = '1';
    static final char SYMLINK = '2';
    static final char CHARACTER_DEVICE = '3';
    static final char BLOCK_DEVICE = '4';
    static final char DIRECTORY = '5';
    static final char FIFO = '6';

    String name = "";
    String linkName = "";
    char type = REGULAR;
    int mode;
    long uid;
    long gid;
    /** Length of the file; more than {@link #stored} when it is sparse. */
    long size;
    /** Bytes of data in the archive. */
    long stored;

    long mtimeSeconds;
    int mtimeNanos;
    int deviceMajor;
    int deviceMinor;
    /** Offset and length of each stored run, in order; null when the file is not sparse. */
    long[] sparse;

    final Map<String, byte[]> xattrs = new LinkedHashMap<>();
}
