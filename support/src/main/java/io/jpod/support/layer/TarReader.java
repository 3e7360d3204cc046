package io.jpod.support.layer;

import io.jpod.support.posix.ByteStrings;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads tar archives: v7, ustar, pax and GNU, with sparse files of all four kinds. The data of an entry is taken by {@link #chunk}
 * in slices of the reader's own buffer, sparse runs one after the other.
 */
final class TarReader {
    static final int BLOCK = 512;
    /** Longest extended header that is read. */
    static final int EXTENDED_LIMIT = 1 << 20;

    private static final int BUFFER = 128 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private int chunkOffset;
    private long dataLeft;
    private int padding;
    private boolean ended;

    TarReader(InputStream in) {
        this.in = in;
    }

    /** The next member, or null at the end of the archive. */
    TarEntry next() throws IOException {
        PaxRecords pax = null;
        String longName = null;
        String longLink = null;
        while (true) {
            skipData();
            byte[] header = header();
            if (header == null) {
                if (pax != null || longName != null || longLink != null) {
                    throw new TarFormatException("extended header without a file");
                }
                return null;
            }
            TarEntry entry = TarHeader.parse(header);
            switch (entry.type) {
                case 'x', 'X' -> pax = PaxRecords.parse(extended(entry));
                case 'g' -> PaxRecords.parse(extended(entry));
                case 'L' -> longName = text(extended(entry));
                case 'K' -> longLink = text(extended(entry));
                case 'V' -> begin(entry.stored);
                default -> {
                    if (longName != null) {
                        entry.name = longName;
                    }
                    if (longLink != null) {
                        entry.linkName = longLink;
                    }
                    return finish(entry, header, pax);
                }
            }
        }
    }

    private TarEntry finish(TarEntry entry, byte[] header, PaxRecords pax) throws IOException {
        boolean regular = entry.type == '\0' || entry.type == '7' || entry.type == TarEntry.REGULAR;
        if (entry.type == 'S') {
            begin(0);
            TarSparse.readOld(this, entry, header);
            regular = true;
        }
        if (pax != null) {
            pax.applyTo(entry);
        }
        if (regular) {
            entry.type = entry.name.endsWith("/") && entry.sparse == null ? TarEntry.DIRECTORY : TarEntry.REGULAR;
        }
        if (entry.stored < 0 || entry.size < 0) {
            throw new TarFormatException("negative size of " + entry.name);
        }
        if (entry.type >= TarEntry.HARD_LINK && entry.type <= TarEntry.FIFO) {
            entry.size = 0;
            entry.stored = 0;
            entry.sparse = null;
        }
        begin(entry.stored);
        if (entry.type == TarEntry.REGULAR && pax != null && pax.sparseMapInData()) {
            TarSparse.readFromData(this, entry);
        }
        if (entry.sparse != null) {
            TarSparse.check(entry, dataLeft);
        }
        return entry;
    }

    private byte[] header() throws IOException {
        if (ended) {
            return null;
        }
        byte[] header = new byte[BLOCK];
        int got = readUpTo(header, BLOCK);
        if (got == 0) {
            ended = true;
            return null;
        }
        if (got < BLOCK) {
            throw new EOFException("unexpected end of the archive in a header");
        }
        for (byte b : header) {
            if (b != 0) {
                return header;
            }
        }
        ended = true;
        return null;
    }

    private byte[] extended(TarEntry entry) throws IOException {
        if (entry.stored < 0 || entry.stored > EXTENDED_LIMIT) {
            throw new TarFormatException("extended header of " + entry.stored + " bytes");
        }
        begin(entry.stored);
        byte[] data = new byte[(int) entry.stored];
        readData(data, data.length);
        return data;
    }

    private static String text(byte[] data) {
        int end = 0;
        while (end < data.length && data[end] != 0) {
            end++;
        }
        return ByteStrings.decode(data, 0, end);
    }

    private void begin(long size) {
        dataLeft = size;
        padding = (int) ((BLOCK - size % BLOCK) % BLOCK);
    }

    /** Fills an array from the entry's data. */
    void readData(byte[] target, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int n = chunk(length - done);
            if (n == 0) {
                throw new TarFormatException("entry ends within its own header");
            }
            System.arraycopy(buffer, chunkOffset, target, done, n);
            done += n;
        }
    }

    /** Reads a block that stands between header and data. */
    byte[] extraBlock() throws IOException {
        byte[] block = new byte[BLOCK];
        if (readUpTo(block, BLOCK) < BLOCK) {
            throw new EOFException("unexpected end of the archive in a header");
        }
        return block;
    }

    /**
     * Makes more of the entry's data available in {@link #buffer} at {@link #chunkOffset}.
     *
     * @return how many bytes, 0 at the end of the entry
     */
    int chunk(long atMost) throws IOException {
        if (dataLeft == 0) {
            return 0;
        }
        if (position == limit && !fill()) {
            throw new EOFException("unexpected end of the archive in a file");
        }
        int n = (int) Math.min(Math.min(atMost, dataLeft), limit - position);
        chunkOffset = position;
        position += n;
        dataLeft -= n;
        return n;
    }

    byte[] buffer() {
        return buffer;
    }

    int chunkOffset() {
        return chunkOffset;
    }

    /** Data of the current entry that was not taken yet. */
    long dataLeft() {
        return dataLeft;
    }

    /** Reads what follows the archive, up to the end of the stream. */
    void drain() throws IOException {
        position = limit;
        while (fill()) {
            position = limit;
        }
    }

    private void skipData() throws IOException {
        long left = dataLeft + padding;
        while (left > 0) {
            if (position == limit && !fill()) {
                throw new EOFException("unexpected end of the archive in a file");
            }
            int n = (int) Math.min(left, limit - position);
            position += n;
            left -= n;
        }
        dataLeft = 0;
        padding = 0;
    }

    private int readUpTo(byte[] target, int length) throws IOException {
        int done = 0;
        while (done < length && (position < limit || fill())) {
            int n = Math.min(length - done, limit - position);
            System.arraycopy(buffer, position, target, done, n);
            position += n;
            done += n;
        }
        return done;
    }

    private boolean fill() throws IOException {
        int n = in.read(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(n, 0);
        return n > 0;
    }
}
