package io.jpod.support.net;

import java.util.Arrays;
import java.util.Optional;

/** An IPv4 or IPv6 address. Immutable. */
public final class IpAddress {
    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads dotted decimal or RFC 4291 text, without brackets, prefix length or zone. */
    public static Optional<IpAddress> parse(String text) {
        byte[] bytes = text.indexOf(':') >= 0 ? six(text) : four(text);
        return bytes == null ? Optional.empty() : Optional.of(new IpAddress(bytes));
    }

    /** An IPv4 address from its 32 bits. */
    public static IpAddress ofInt(int bits) {
        return new IpAddress(new byte[] {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits});
    }

    public boolean isIpv4() {
        return bytes.length == 4;
    }

    /** Four or sixteen bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The 32 bits of an IPv4 address. */
    public int toInt() {
        return (bytes[0] & 0xff) << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
    }

    /** True for 0.0.0.0 and ::. */
    public boolean isAny() {
        for (byte part : bytes) {
            if (part != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] four(String text) {
        byte[] result = new byte[4];
        int at = 0;
        for (int part = 0; part < 4; part++) {
            int start = at;
            int value = 0;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9' && at - start < 3) {
                value = value * 10 + (text.charAt(at++) - '0');
            }
            boolean padded = at - start > 1 && text.charAt(start) == '0';
            if (at == start || value > 255 || padded) {
                return null;
            }
            result[part] = (byte) value;
            if (part < 3 && (at >= text.length() || text.charAt(at++) != '.')) {
                return null;
            }
        }
        return at == text.length() ? result : null;
    }

    private static byte[] six(String text) {
        byte[] head = new byte[16];
        int used = 0;
        int gap = -1;
        int at = 0;
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < text.length()) {
            if (used == 16) {
                return null;
            }
            int end = at;
            int value = 0;
            while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0 && end - at < 4) {
                value = value << 4 | Character.digit(text.charAt(end++), 16);
            }
            if (end < text.length() && text.charAt(end) == '.') {
                byte[] tail = four(text.substring(at));
                if (tail == null || used > 12) {
                    return null;
                }
                System.arraycopy(tail, 0, head, used, 4);
                used += 4;
                at = text.length();
                break;
            }
            if (end == at) {
                return null;
            }
            head[used++] = (byte) (value >> 8);
            head[used++] = (byte) value;
            at = end;
            if (at == text.length()) {
                break;
            }
            if (text.charAt(at++) != ':' || at == text.length()) {
                return null;
            }
            if (text.charAt(at) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = used;
                at++;
            }
        }
        return expand(head, used, gap);
    }

    private static byte[] expand(byte[] head, int used, int gap) {
        if (gap < 0) {
            return used == 16 ? head : null;
        }
        if (used > 14) {
            return null;
        }
        byte[] result = new byte[16];
        System.arraycopy(head, 0, result, 0, gap);
        System.arraycopy(head, gap, result, 16 - (used - gap), used - gap);
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress address && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Dotted decimal, or eight groups without compression. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(40);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes.length == 4) {
                out.append(i == 0 ? "" : ".").append(bytes[i] & 0xff);
            } else if (i % 2 == 0) {
                out.append(i == 0 ? "" : ":").append(Integer.toHexString((bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff));
            }
        }
        return out.toString();
    }
}
