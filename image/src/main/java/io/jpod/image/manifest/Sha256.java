package io.jpod.image.manifest;

import io.jpod.api.JpodException;
import io.jpod.image.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Computes digests. */
public final class Sha256 {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final MessageDigest digest;

    public Sha256() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw JpodException.internal("this Java has no SHA-256", e);
        }
    }

    public static Digest of(byte[] content) {
        Sha256 sha = new Sha256();
        sha.update(content, 0, content.length);
        return sha.finish();
    }

    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    public void update(byte[] buffer, int offset, int length) {
        digest.update(buffer, offset, length);
    }

    /** The digest of all that was given; the object starts anew. */
    public Digest finish() {
        byte[] bytes = digest.digest();
        char[] text = new char[64];
        for (int i = 0; i < 32; i++) {
            text[2 * i] = HEX[bytes[i] >> 4 & 15];
            text[2 * i + 1] = HEX[bytes[i] & 15];
        }
        return Digest.ofHex(new String(text));
    }
}
