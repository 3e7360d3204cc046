package io.jpod.support.posix;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Strings as the kernel sees them: UTF-8, where each byte that is not part of well-formed UTF-8 is a surrogate escape, U+DC00
 * plus the byte. Every byte string without NUL survives the way there and back.
 */
public final class ByteStrings {
    private ByteStrings() {}

    /** The bytes, without a terminator. */
    public static byte[] encode(String text) throws PosixException {
        byte[] terminated = encode(text, "encode");
        return Arrays.copyOf(terminated, terminated.length - 1);
    }

    /** The bytes, ended by NUL. */
    static byte[] encode(String text, String call) throws PosixException {
        int length = text.length();
        byte[] out = new byte[length + 1];
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return encodeWide(text, call);
            }
            if (c == 0) {
                throw new PosixException(call, text, Errno.EINVAL);
            }
            out[i] = (byte) c;
        }
        return out;
    }

    private static byte[] encodeWide(String text, String call) throws PosixException {
        int length = text.length();
        byte[] out = new byte[length * 3 + 1];
        int at = 0;
        for (int i = 0; i < length; i++) {
            int c = text.charAt(i);
            if (c == 0) {
                throw new PosixException(call, text, Errno.EINVAL);
            } else if (c < 0x80) {
                out[at++] = (byte) c;
            } else if (c < 0x800) {
                out[at++] = (byte) (0xc0 | c >> 6);
                out[at++] = (byte) (0x80 | c & 0x3f);
            } else if (c >= 0xdc80 && c <= 0xdcff) {
                out[at++] = (byte) c;
            } else if (c >= 0xd800 && c <= 0xdfff) {
                int low = c < 0xdc00 && i + 1 < length ? text.charAt(i + 1) : 0;
                if (low < 0xdc00 || low > 0xdfff) {
                    throw new PosixException(call, text, Errno.EINVAL);
                }
                i++;
                int point = Character.toCodePoint((char) c, (char) low);
                out[at++] = (byte) (0xf0 | point >> 18);
                out[at++] = (byte) (0x80 | point >> 12 & 0x3f);
                out[at++] = (byte) (0x80 | point >> 6 & 0x3f);
                out[at++] = (byte) (0x80 | point & 0x3f);
            } else {
                out[at++] = (byte) (0xe0 | c >> 12);
                out[at++] = (byte) (0x80 | c >> 6 & 0x3f);
                out[at++] = (byte) (0x80 | c & 0x3f);
            }
        }
        byte[] exact = new byte[at + 1];
        System.arraycopy(out, 0, exact, 0, at);
        return exact;
    }

    /** All strings one after the other, each ended by NUL. */
    static byte[] encodeAll(String[] texts, String call) throws PosixException {
        byte[][] parts = new byte[texts.length][];
        int total = 0;
        for (int i = 0; i < texts.length; i++) {
            parts[i] = encode(texts[i], call);
            total += parts[i].length;
        }
        byte[] out = new byte[total];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, out, at, part.length);
            at += part.length;
        }
        return out;
    }

    /** The string for bytes {@code from} to {@code to}. */
    public static String decode(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return decodeWide(bytes, from, to);
            }
        }
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static String decodeWide(byte[] bytes, int from, int to) {
        StringBuilder out = new StringBuilder(to - from);
        int i = from;
        while (i < to) {
            int first = bytes[i] & 0xff;
            int length =
                    first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
            int point = length == 1 ? first : -1;
            if (length > 1 && i + length <= to) {
                point = first & (0x7f >> length);
                for (int k = 1; k < length; k++) {
                    int next = bytes[i + k] & 0xff;
                    point = (next & 0xc0) == 0x80 && point >= 0 ? point << 6 | next & 0x3f : -1;
                }
                boolean overlong = length == 3 && point < 0x800 || length == 4 && point < 0x10000;
                if (overlong || point > 0x10ffff || point >= 0xd800 && point <= 0xdfff) {
                    point = -1;
                }
            }
            if (point < 0) {
                out.append((char) (0xdc00 | first));
                i++;
            } else {
                out.appendCodePoint(point);
                i += length;
            }
        }
        return out.toString();
    }

    /** Takes apart strings that each end with NUL. */
    static String[] split(byte[] bytes) {
        List<String> names = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                names.add(decode(bytes, start, i));
                start = i + 1;
            }
        }
        return names.toArray(new String[0]);
    }
}
