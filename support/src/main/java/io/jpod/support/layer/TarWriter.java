package io.jpod.support.layer;

import io.jpod.support.posix.ByteStrings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Writes pax archives: a plain ustar header, and an extended one for what does not fit. The same entries give the same bytes. */
final class TarWriter {
    private static final long LARGEST_OCTAL = 077777777777L;
    private static final long LARGEST_ID = 07777777;

    private final OutputStream out;
    private long dataLeft;
    private int padding;

    TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Begins an entry; {@link TarEntry#stored} bytes of data follow. */
    void begin(TarEntry entry) throws IOException {
        finishEntry();
        byte[] name = ByteStrings.encode(entry.name);
        byte[] link = ByteStrings.encode(entry.linkName);
        byte[] extended = extended(entry, name, link);
        if (extended.length > 0) {
            TarEntry pax = new TarEntry();
            pax.type = 'x';
            pax.mode = 0644;
            pax.stored = extended.length;
            header(pax, ByteStrings.encode("PaxHeaders/" + LayerPath.name(plain(entry.name))), new byte[0]);
            out.write(extended);
            out.write(new byte[padding(extended.length)]);
        }
        header(entry, name, link);
        dataLeft = entry.stored;
        padding = padding(entry.stored);
    }

    void write(byte[] data, int offset, int length) throws IOException {
        if (length > dataLeft) {
            throw new IOException("more data than announced");
        }
        out.write(data, offset, length);
        dataLeft -= length;
    }

    /** Ends the archive; the stream stays open. */
    void finish() throws IOException {
        finishEntry();
        out.write(new byte[2 * TarReader.BLOCK]);
        out.flush();
    }

    private void finishEntry() throws IOException {
        byte[] zeros = new byte[8192];
        while (dataLeft > 0) {
            int n = (int) Math.min(zeros.length, dataLeft);
            out.write(zeros, 0, n);
            dataLeft -= n;
        }
        out.write(zeros, 0, padding);
        padding = 0;
    }

    private static int padding(long size) {
        return (int) ((TarReader.BLOCK - size % TarReader.BLOCK) % TarReader.BLOCK);
    }

    private static String plain(String name) {
        String trimmed = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        return trimmed.length() > 80 ? trimmed.substring(trimmed.length() - 40) : trimmed;
    }

    private static byte[] extended(TarEntry entry, byte[] name, byte[] link) throws IOException {
        Map<String, byte[]> records = new TreeMap<>();
        if (name.length > 100 || !isAscii(name)) {
            records.put("path", name);
        }
        if (link.length > 100 || !isAscii(link)) {
            records.put("linkpath", link);
        }
        if (entry.stored > LARGEST_OCTAL) {
            records.put("size", text(Long.toString(entry.stored)));
        }
        if (entry.uid > LARGEST_ID) {
            records.put("uid", text(Long.toString(entry.uid)));
        }
        if (entry.gid > LARGEST_ID) {
            records.put("gid", text(Long.toString(entry.gid)));
        }
        boolean wide = entry.mtimeSeconds < 0 || entry.mtimeSeconds > LARGEST_OCTAL;
        if (entry.mtimeNanos != 0 || wide) {
            records.put("mtime", text(time(entry.mtimeSeconds, entry.mtimeNanos)));
        }
        for (Map.Entry<String, byte[]> attribute : entry.xattrs.entrySet()) {
            records.put(PaxRecords.XATTR + attribute.getKey(), attribute.getValue());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> record : records.entrySet()) {
            PaxRecords.append(bytes, record.getKey(), record.getValue());
        }
        return bytes.toByteArray();
    }

    static String time(long seconds, int nanos) {
        if (nanos == 0) {
            return Long.toString(seconds);
        }
        boolean negative = seconds < 0;
        long whole = negative ? -(seconds + 1) : seconds;
        int part = negative ? 1_000_000_000 - nanos : nanos;
        String digits = Integer.toString(1_000_000_000 + part).substring(1);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return (negative ? "-" : "") + whole + "." + digits.substring(0, end);
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] text(String value) {
        return value.getBytes(StandardCharsets.US_ASCII);
    }

    private void header(TarEntry entry, byte[] name, byte[] link) throws IOException {
        byte[] header = new byte[TarReader.BLOCK];
        System.arraycopy(name, 0, header, 0, Math.min(name.length, 100));
        octal(header, 100, 8, entry.mode);
        octal(header, 108, 8, entry.uid > LARGEST_ID ? 0 : entry.uid);
        octal(header, 116, 8, entry.gid > LARGEST_ID ? 0 : entry.gid);
        octal(header, 124, 12, entry.stored > LARGEST_OCTAL ? 0 : entry.stored);
        octal(header, 136, 12, Math.min(Math.max(entry.mtimeSeconds, 0), LARGEST_OCTAL));
        header[156] = (byte) entry.type;
        System.arraycopy(link, 0, header, 157, Math.min(link.length, 100));
        System.arraycopy(text("ustar\0" + "00"), 0, header, 257, 8);
        octal(header, 329, 8, entry.deviceMajor);
        octal(header, 337, 8, entry.deviceMinor);
        int sum = 8 * ' ';
        for (byte b : header) {
            sum += b & 0xff;
        }
        octal(header, 148, 7, sum);
        header[155] = ' ';
        out.write(header);
    }

    private static void octal(byte[] header, int offset, int length, long value) {
        long rest = value;
        for (int i = offset + length - 2; i >= offset; i--) {
            header[i] = (byte) ('0' + (rest & 7));
            rest >>>= 3;
        }
    }
}
