package io.jpod.image.trust;

import io.jpod.api.JpodException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;

/** A public key of sigstore: ECDSA, Ed25519 or RSA, in PEM. */
final class SigstoreKey {
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";
    private static final Map<String, String> ALGORITHMS =
            Map.of("EC", "SHA256withECDSA", "Ed25519", "Ed25519", "RSA", "SHA256withRSA");

    private final String algorithm;
    private final PublicKey key;

    private SigstoreKey(String algorithm, PublicKey key) {
        this.algorithm = algorithm;
        this.key = key;
    }

    static SigstoreKey parse(byte[] pem) {
        String text = new String(pem, StandardCharsets.US_ASCII);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw JpodException.usage("a sigstore key is no public key in PEM");
        }
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
        } catch (IllegalArgumentException e) {
            throw JpodException.usage("a sigstore key is no public key in PEM");
        }
        for (Map.Entry<String, String> entry : ALGORITHMS.entrySet()) {
            try {
                PublicKey key = KeyFactory.getInstance(entry.getKey()).generatePublic(new X509EncodedKeySpec(der));
                return new SigstoreKey(entry.getValue(), key);
            } catch (GeneralSecurityException e) {
                // A key of another kind.
            }
        }
        throw JpodException.usage("a sigstore key is neither ECDSA, Ed25519 nor RSA");
    }

    boolean signed(byte[] document, byte[] signature) {
        try {
            Signature check = Signature.getInstance(algorithm);
            check.initVerify(key);
            check.update(document);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
