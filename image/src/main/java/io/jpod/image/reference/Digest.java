package io.jpod.image.reference;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;

/** A content digest, {@code sha256:} and 64 hexadecimal digits. Other algorithms are understood by nobody here and refused. */
public final class Digest {
    private static final String PREFIX = "sha256:";

    private final String hex;

    private Digest(String hex) {
        this.hex = hex;
    }

    /**
     * Reads a digest that some document contains.
     *
     * @throws JpodException EXTERNAL when it is malformed or of another algorithm
     */
    public static Digest parse(String text) {
        if (!text.startsWith(PREFIX)) {
            int colon = text.indexOf(':');
            throw new JpodException(
                    ErrorCode.EXTERNAL,
                    colon > 0 && colon < 20
                            ? "unsupported digest algorithm " + printable(text.substring(0, colon))
                            : "invalid digest " + printable(text));
        }
        String hex = text.substring(PREFIX.length());
        if (!isHex(hex, 64)) {
            throw new JpodException(ErrorCode.EXTERNAL, "invalid digest " + printable(text));
        }
        return new Digest(hex);
    }

    /** A digest whose 64 lower case digits are known to be right. */
    public static Digest ofHex(String hex) {
        return parse(PREFIX + hex);
    }

    /** The digits without the algorithm. */
    public String hex() {
        return hex;
    }

    /** True when the text consists of that many lower case hexadecimal digits. */
    public static boolean isHex(String text, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** Text from a document, short and without control characters, so that it can stand in a message. */
    public static String printable(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length() && i < 100; i++) {
            char c = text.charAt(i);
            out.append(c < 0x20 || c == 0x7f || c >= 0x80 && c < 0xa0 ? '?' : c);
        }
        return out.append(text.length() > 100 ? "…\"" : "\"").toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && digest.hex.equals(hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
