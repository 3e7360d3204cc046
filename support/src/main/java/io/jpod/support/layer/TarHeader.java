package io.jpod.support.layer;

import io.jpod.support.posix.ByteStrings;
import java.io.IOException;

/** The fixed 512 bytes in front of each member; tar(5). */
final class TarHeader {
    private TarHeader() {}

    static TarEntry parse(byte[] header) throws IOException {
        verify(header);
        TarEntry entry = new TarEntry();
        entry.name = text(header, 0, 100);
        entry.mode = (int) number(header, 100, 8) & 07777;
        entry.uid = number(header, 108, 8);
        entry.gid = number(header, 116, 8);
        entry.stored = number(header, 124, 12);
        entry.size = entry.stored;
        entry.mtimeSeconds = number(header, 136, 12);
        entry.type = (char) (header[156] & 0xff);
        entry.linkName = text(header, 157, 100);
        boolean ustar = header[257] == 'u'
                && header[258] == 's'
                && header[259] == 't'
                && header[260] == 'a'
                && header[261] == 'r';
        if (ustar && (entry.type == TarEntry.CHARACTER_DEVICE || entry.type == TarEntry.BLOCK_DEVICE)) {
            entry.deviceMajor = (int) number(header, 329, 8);
            entry.deviceMinor = (int) number(header, 337, 8);
        }
        if (ustar && header[262] == 0) {
            String prefix = text(header, 345, 155);
            if (!prefix.isEmpty()) {
                entry.name = prefix + "/" + entry.name;
            }
        }
        return entry;
    }

    private static void verify(byte[] header) throws IOException {
        int unsigned = 0;
        int signed = 0;
        for (int i = 0; i < header.length; i++) {
            byte b = i >= 148 && i < 156 ? (byte) ' ' : header[i];
            unsigned += b & 0xff;
            signed += b;
        }
        long wanted = number(header, 148, 8);
        if (wanted != unsigned && wanted != signed) {
            throw new TarFormatException("invalid tar header");
        }
    }

    static String text(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return ByteStrings.decode(header, offset, end);
    }

    /** An octal number, or the binary form of GNU tar that has the highest bit set. */
    static long number(byte[] header, int offset, int length) throws IOException {
        if ((header[offset] & 0x80) != 0) {
            return binary(header, offset, length);
        }
        int i = offset;
        int end = offset + length;
        while (i < end && (header[i] == ' ' || header[i] == 0)) {
            i++;
        }
        long value = 0;
        while (i < end && header[i] != ' ' && header[i] != 0) {
            int digit = header[i] - '0';
            if (digit < 0 || digit > 7) {
                throw new TarFormatException("invalid tar header");
            }
            value = value << 3 | digit;
            i++;
        }
        return value;
    }

    private static long binary(byte[] header, int offset, int length) throws IOException {
        boolean negative = (header[offset] & 0x40) != 0;
        long value = negative ? -1 : 0;
        for (int i = offset; i < offset + length; i++) {
            int b = header[i] & 0xff;
            if (i == offset) {
                b = negative ? b | 0x80 : b & 0x7f;
            }
            if (value > Long.MAX_VALUE >> 8 || value < Long.MIN_VALUE >> 8) {
                throw new TarFormatException("number too large in a tar header");
            }
            value = value << 8 | b;
        }
        return value;
    }
}
