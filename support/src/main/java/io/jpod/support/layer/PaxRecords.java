package io.jpod.support.layer;

import io.jpod.support.posix.ByteStrings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The records of a pax extended header; pax(1p), and GNU tar's manual for the sparse ones. */
final class PaxRecords {
    static final String XATTR = "SCHILY.xattr.";

    private final Map<String, byte[]> values = new LinkedHashMap<>();
    /** Numbers of the repeated records of sparse format 0.0. */
    private final List<Long> sparseRuns = new ArrayList<>();

    static PaxRecords parse(byte[] data) throws IOException {
        PaxRecords records = new PaxRecords();
        int at = 0;
        while (at < data.length && data[at] != 0) {
            int blank = at;
            int length = 0;
            while (blank < data.length
                    && data[blank] >= '0'
                    && data[blank] <= '9'
                    && length <= TarReader.EXTENDED_LIMIT) {
                length = length * 10 + (data[blank] - '0');
                blank++;
            }
            int end = at + length;
            if (blank >= data.length
                    || data[blank] != ' '
                    || end > data.length
                    || end <= blank + 1
                    || data[end - 1] != '\n') {
                throw new TarFormatException("invalid pax header");
            }
            int equals = blank + 1;
            while (equals < end && data[equals] != '=') {
                equals++;
            }
            if (equals == end || equals == blank + 1) {
                throw new TarFormatException("invalid pax header");
            }
            byte[] value = new byte[end - 1 - equals - 1];
            System.arraycopy(data, equals + 1, value, 0, value.length);
            records.add(ByteStrings.decode(data, blank + 1, equals), value);
            at = end;
        }
        return records;
    }

    private void add(String key, byte[] value) throws IOException {
        if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
            sparseRuns.add(number(value));
        }
        values.put(key, value);
    }

    /** True for sparse format 1.0. */
    boolean sparseMapInData() {
        byte[] major = values.get("GNU.sparse.major");
        return major != null && text(major).equals("1");
    }

    void applyTo(TarEntry entry) throws IOException {
        for (Map.Entry<String, byte[]> record : values.entrySet()) {
            String key = record.getKey();
            byte[] value = record.getValue();
            switch (key) {
                case "path" -> entry.name = name(value, entry.name);
                case "linkpath" -> entry.linkName = name(value, entry.linkName);
                case "size" -> {
                    entry.stored = number(value);
                    if (entry.sparse == null) {
                        entry.size = entry.stored;
                    }
                }
                case "uid" -> entry.uid = number(value);
                case "gid" -> entry.gid = number(value);
                case "mtime" -> time(entry, text(value));
                default -> {
                    if (key.startsWith(XATTR) && key.length() > XATTR.length()) {
                        entry.xattrs.put(key.substring(XATTR.length()), value);
                    }
                }
            }
        }
        applySparse(entry);
    }

    private void applySparse(TarEntry entry) throws IOException {
        byte[] size = values.get("GNU.sparse.realsize");
        if (size == null) {
            size = values.get("GNU.sparse.size");
        }
        if (size == null) {
            return;
        }
        byte[] name = values.get("GNU.sparse.name");
        if (name != null) {
            entry.name = name(name, entry.name);
        }
        entry.size = number(size);
        byte[] map = values.get("GNU.sparse.map");
        List<Long> runs = sparseRuns;
        if (map != null) {
            runs = new ArrayList<>();
            int start = 0;
            for (int i = 0; i <= map.length; i++) {
                if (i == map.length || map[i] == ',') {
                    if (i > start) {
                        runs.add(number(Arrays.copyOfRange(map, start, i)));
                    }
                    start = i + 1;
                }
            }
        }
        if (!sparseMapInData()) {
            entry.sparse = new long[runs.size()];
            for (int i = 0; i < entry.sparse.length; i++) {
                entry.sparse[i] = runs.get(i);
            }
        }
    }

    private static String name(byte[] value, String fallback) throws IOException {
        for (byte b : value) {
            if (b == 0) {
                throw new TarFormatException("file name with a zero byte");
            }
        }
        return value.length == 0 ? fallback : ByteStrings.decode(value, 0, value.length);
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.ISO_8859_1);
    }

    static long number(byte[] value) throws IOException {
        try {
            return Long.parseLong(text(value));
        } catch (NumberFormatException e) {
            throw new TarFormatException("invalid number in a pax header: " + text(value));
        }
    }

    /** Seconds with any number of decimals, rounded down to nanoseconds. */
    static void time(TarEntry entry, String value) throws IOException {
        int dot = value.indexOf('.');
        String whole = dot < 0 ? value : value.substring(0, dot);
        boolean negative = whole.startsWith("-");
        long seconds = whole.isEmpty() || whole.equals("-") ? 0 : number(whole.getBytes(StandardCharsets.ISO_8859_1));
        int nanos = 0;
        boolean rest = false;
        if (dot >= 0) {
            int scale = 100_000_000;
            for (int i = dot + 1; i < value.length(); i++) {
                int digit = value.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    throw new TarFormatException("invalid time in a pax header: " + value);
                }
                nanos += digit * scale;
                rest |= scale == 0 && digit != 0;
                scale /= 10;
            }
        }
        if (negative && (nanos > 0 || rest)) {
            nanos = rest ? nanos + 1 : nanos;
            seconds -= 1;
            nanos = 1_000_000_000 - nanos;
        }
        entry.mtimeSeconds = seconds;
        entry.mtimeNanos = nanos;
    }

    // Writing

    /** Appends a record; its length counts its own digits. */
    static void append(ByteArrayOutputStream out, String key, byte[] value) throws IOException {
        byte[] keyBytes = ByteStrings.encode(key);
        int rest = keyBytes.length + value.length + 3;
        int length = rest + Integer.toString(rest).length();
        if (Integer.toString(length).length() != Integer.toString(rest).length()) {
            length = rest + Integer.toString(length).length();
        }
        out.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(keyBytes);
        out.write('=');
        out.writeBytes(value);
        out.write('\n');
    }
}
