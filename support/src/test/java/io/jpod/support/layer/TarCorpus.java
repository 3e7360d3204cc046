package io.jpod.support.layer;

import io.jpod.support.posix.Posix;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes hostile layers: a few by hand, and from each, all that come of cutting it off or spoiling one field of one header. */
final class TarCorpus {
    private static final int BLOCK = 512;

    /** Offset and length of header fields: name, mode, owner, size, time, checksum, type, link, magic, device, prefix. */
    private static final int[][] FIELDS = {
        {0, 100},
        {100, 8},
        {108, 8},
        {116, 8},
        {124, 12},
        {136, 12},
        {148, 8},
        {156, 1},
        {157, 100},
        {257, 8},
        {329, 8},
        {345, 155}
    };

    private static final byte[][] VALUES = {
        new byte[0],
        "../../x".getBytes(StandardCharsets.US_ASCII),
        "/etc/passwd".getBytes(StandardCharsets.US_ASCII),
        "77777777777".getBytes(StandardCharsets.US_ASCII),
        "-1".getBytes(StandardCharsets.US_ASCII),
        {(byte) 0x80, 0, 0, 0, (byte) 0x7f, -1, -1, -1, -1, -1, -1, -1},
        {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
        {(byte) 0xc3, (byte) 0x28, 0x1b, '[', '2', 'J'},
    };

    private final Posix posix;

    TarCorpus(Posix posix) {
        this.posix = posix;
    }

    private TestTar tar() {
        return new TestTar(posix);
    }

    /** Archives by name. */
    Map<String, byte[]> handMade() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put(
                "plain",
                tar().directory("d/")
                        .file("d/f", "text")
                        .symlink("l", "d")
                        .hardLink("h", "d/f")
                        .file("l/through", "x")
                        .bytes());
        all.put("escapes", tar().file("../x", "evil").bytes());
        all.put("escapes-late", tar().directory("a/").file("a/../../x", "evil").bytes());
        all.put("links-out", tar().symlink("o", "../..").file("o/x", "evil").bytes());
        all.put(
                "links-out-twice",
                tar().symlink("a", "b").symlink("b", "/").file("a/x", "evil").bytes());
        all.put(
                "hard-links-out",
                tar().symlink("o", "/etc").hardLink("h", "o/passwd").bytes());
        all.put(
                "whiteouts-nested",
                tar().file(".wh..wh..opq", "")
                        .file("d/.wh..wh..opq", "")
                        .file(".wh.d", "")
                        .file(".wh..wh.x", "")
                        .file("d/.wh.", "")
                        .bytes());
        all.put("whiteout-of-parent", tar().directory("d/").file("d/.wh...", "").bytes());
        all.put(
                "repeats",
                tar().file("f", "1")
                        .directory("f/")
                        .file("f/g", "2")
                        .symlink("f", "/")
                        .file("f", "3")
                        .hardLink("f", "f")
                        .bytes());
        all.put("replaces-root", tar().symlink("./", "/tmp").file("x", "").bytes());
        odd(all);
        return all;
    }

    private void odd(Map<String, byte[]> all) {
        all.put(
                "devices",
                tar().entry("n", TarEntry.CHARACTER_DEVICE, "", entry -> entry.deviceMajor = 1)
                        .bytes());
        all.put(
                "attributes",
                tar().entry("x", TarEntry.REGULAR, "", entry -> {
                            entry.xattrs.put("trusted.overlay.opaque", new byte[] {'y'});
                            entry.xattrs.put("user.overlay.redirect", "/etc".getBytes(StandardCharsets.US_ASCII));
                            entry.xattrs.put(
                                    "user.containers.override_stat", "0:0:04755".getBytes(StandardCharsets.US_ASCII));
                        })
                        .bytes());
        all.put(
                "long-names",
                tar().file("n".repeat(300) + "/" + "m".repeat(200), "").bytes());
        all.put("deep", tar().file("d/".repeat(700) + "f", "").bytes());
        all.put("size-lies", sized(tar().file("f", "short").bytes(), "77777777777"));
        all.put(
                "size-lies-by-one",
                sized(tar().file("f", "short").file("g", "x").bytes(), "00000001001"));
    }

    private static byte[] sized(byte[] archive, String octal) {
        byte[] result = archive.clone();
        put(result, 0, 124, 12, octal.getBytes(StandardCharsets.US_ASCII));
        return result;
    }

    /** Cut off at the beginning, within and at the end of each block of 512 bytes. */
    static List<byte[]> cut(byte[] archive) {
        List<byte[]> result = new ArrayList<>();
        for (int at = 0; at < Math.min(archive.length, 40 * BLOCK); at += BLOCK) {
            for (int end : new int[] {at, at + 1, at + BLOCK - 1}) {
                result.add(Arrays.copyOf(archive, end));
            }
        }
        return result;
    }

    /** With another value in one field of one header, whose checksum is right again. */
    static List<byte[]> spoilt(byte[] archive) {
        List<byte[]> result = new ArrayList<>();
        for (int at = 0; at + BLOCK <= Math.min(archive.length, 12 * BLOCK); at += BLOCK) {
            for (int[] field : FIELDS) {
                for (byte[] value : VALUES) {
                    byte[] other = archive.clone();
                    put(other, at, field[0], field[1], value);
                    result.add(other);
                }
            }
        }
        return result;
    }

    private static void put(byte[] archive, int header, int offset, int length, byte[] value) {
        Arrays.fill(archive, header + offset, header + offset + length, (byte) 0);
        System.arraycopy(value, 0, archive, header + offset, Math.min(length, value.length));
        if (offset != 148) {
            checksum(archive, header);
        }
    }

    private static void checksum(byte[] archive, int header) {
        Arrays.fill(archive, header + 148, header + 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += archive[header + i] & 0xff;
        }
        byte[] text = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, archive, header + 148, 8);
    }

    /** A file of zeros as large as wanted, as a stream that takes no memory. */
    static byte[] headOfZeros(long size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] header = new byte[BLOCK];
        header[0] = 'z';
        put(header, 0, 100, 8, "0000644".getBytes(StandardCharsets.US_ASCII));
        put(header, 0, 124, 12, String.format("%011o", size).getBytes(StandardCharsets.US_ASCII));
        put(header, 0, 156, 1, new byte[] {'0'});
        out.write(header, 0, BLOCK);
        return out.toByteArray();
    }
}
