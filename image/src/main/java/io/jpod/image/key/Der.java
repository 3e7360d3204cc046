package io.jpod.image.key;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Values in ASN.1's distinguished encoding (X.690), as far as files with keys need it. */
public final class Der {
    public static final int INTEGER = 0x02;
    public static final int OCTETS = 0x04;
    public static final int NULL = 0x05;
    public static final int OID = 0x06;
    public static final int SEQUENCE = 0x30;
    public static final int SET = 0x31;

    private final byte[] bytes;
    private final int end;
    private int position;

    private Der(byte[] bytes, int position, int end) {
        this.bytes = bytes;
        this.position = position;
        this.end = end;
    }

    /** One value: its tag, its content, and the whole of it. */
    public record Value(int tag, byte[] content, byte[] whole) {
        /** The values in a constructed one. */
        public List<Value> parts() {
            Der der = new Der(content, 0, content.length);
            List<Value> result = new ArrayList<>();
            while (der.position < der.end) {
                result.add(der.next());
            }
            return result;
        }

        /** The part at an index, of the wanted tag. */
        public Value part(int index, int wanted) {
            List<Value> all = parts();
            if (index >= all.size() || all.get(index).tag != wanted) {
                throw new IllegalArgumentException("an ASN.1 value is not what it should be");
            }
            return all.get(index);
        }
    }

    /**
     * Reads the value that the bytes begin with.
     *
     * @throws IllegalArgumentException when they are none
     */
    public static Value read(byte[] bytes) {
        return new Der(bytes, 0, bytes.length).next();
    }

    private Value next() {
        int start = position;
        int tag = octet();
        int length = octet();
        if (length > 0x84 || length == 0x80) {
            throw new IllegalArgumentException("an ASN.1 length is not valid");
        }
        if (length > 0x80) {
            int count = length & 0x7f;
            length = 0;
            for (int i = 0; i < count; i++) {
                length = length << 8 | octet();
            }
        }
        if (length < 0 || length > end - position) {
            throw new IllegalArgumentException("an ASN.1 value is cut off");
        }
        position += length;
        return new Value(
                tag,
                Arrays.copyOfRange(bytes, position - length, position),
                Arrays.copyOfRange(bytes, start, position));
    }

    private int octet() {
        if (position >= end) {
            throw new IllegalArgumentException("an ASN.1 value is cut off");
        }
        return bytes[position++] & 0xff;
    }

    /** Writes a value of the parts, one after the other. */
    public static byte[] write(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            byte[] digits = BigInteger.valueOf(length).toByteArray();
            int zeros = digits[0] == 0 ? 1 : 0;
            out.write(0x80 | digits.length - zeros);
            out.write(digits, zeros, digits.length - zeros);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    public static byte[] integer(int value) {
        return write(INTEGER, BigInteger.valueOf(value).toByteArray());
    }

    /** An object identifier by its content in hexadecimal. */
    public static byte[] oid(String hex) {
        return write(OID, java.util.HexFormat.of().parseHex(hex));
    }
}
