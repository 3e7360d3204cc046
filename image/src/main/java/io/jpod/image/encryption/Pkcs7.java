package io.jpod.image.encryption;

import io.jpod.api.JpodException;
import io.jpod.image.key.Der;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Small messages for the owners of certificates (RFC 2315, 10: enveloped data) in the dialect that ocicrypt's tools speak: keys by RSA
 * with PKCS #1 v1.5, and AES-128-GCM, whose nonce has the context tag 4 and whose parameters are a sequence in a primitive value.
 */
final class Pkcs7 {
    private static final byte[] ENVELOPED_DATA = Der.oid("2a864886f70d010703");
    private static final byte[] DATA = Der.oid("2a864886f70d010701");
    private static final byte[] RSA = Der.oid("2a864886f70d010101");
    private static final byte[] AES_128_GCM = Der.oid("608648016503040106");
    private static final byte[] AES_256_GCM = Der.oid("60864801650304012e");
    private static final int EXPLICIT_0 = 0xa0;
    private static final int IMPLICIT_0 = 0x80;
    private static final int NONCE = 0x84;
    private static final int PRIMITIVE_SEQUENCE = 0x10;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private Pkcs7() {}

    /** @throws GeneralSecurityException when a certificate's key cannot be used */
    static byte[] encrypt(byte[] plain, List<X509Certificate> recipients) throws GeneralSecurityException {
        SecureRandom random = new SecureRandom();
        byte[] key = new byte[16];
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(key);
        random.nextBytes(nonce);
        List<byte[]> infos = new ArrayList<>();
        for (X509Certificate certificate : recipients) {
            Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            rsa.init(Cipher.ENCRYPT_MODE, certificate.getPublicKey());
            byte[] serial = Der.write(Der.INTEGER, certificate.getSerialNumber().toByteArray());
            infos.add(Der.write(
                    Der.SEQUENCE,
                    Der.integer(0),
                    Der.write(Der.SEQUENCE, certificate.getIssuerX500Principal().getEncoded(), serial),
                    Der.write(Der.SEQUENCE, RSA),
                    Der.write(Der.OCTETS, rsa.doFinal(key))));
        }
        byte[] parameters =
                Der.write(PRIMITIVE_SEQUENCE, Der.write(Der.SEQUENCE, Der.write(NONCE, nonce), Der.integer(TAG_BYTES)));
        byte[] content = Der.write(
                Der.SEQUENCE,
                DATA,
                Der.write(Der.SEQUENCE, AES_128_GCM, parameters),
                Der.write(
                        EXPLICIT_0,
                        Der.write(
                                Der.OCTETS, gcm(Cipher.ENCRYPT_MODE, key, nonce).doFinal(plain))));
        byte[] enveloped =
                Der.write(Der.SEQUENCE, Der.integer(0), Der.write(Der.SET, infos.toArray(new byte[0][])), content);
        return Der.write(Der.SEQUENCE, ENVELOPED_DATA, Der.write(EXPLICIT_0, enveloped));
    }

    /**
     * The content, when one of the keys is a recipient's.
     *
     * @throws JpodException EXTERNAL when this is no such message
     */
    static Optional<byte[]> decrypt(byte[] message, List<PrivateKey> keys) {
        try {
            Der.Value whole = Der.read(message);
            Der.Value enveloped = whole.part(1, EXPLICIT_0).part(0, Der.SEQUENCE);
            Der.Value content = enveloped.part(2, Der.SEQUENCE);
            Der.Value algorithm = content.part(1, Der.SEQUENCE);
            int bytes = keyBytes(algorithm.part(0, Der.OID).whole());
            if (!Arrays.equals(whole.part(0, Der.OID).whole(), ENVELOPED_DATA) || bytes == 0) {
                throw new IllegalArgumentException("another kind of content or cipher");
            }
            Der.Value parameters = algorithm.parts().get(1);
            if (parameters.tag() == PRIMITIVE_SEQUENCE) {
                parameters = Der.read(parameters.content());
            }
            byte[] nonce = parameters.parts().get(0).content();
            byte[] sealed = sealed(content.parts().get(2));
            for (Der.Value info : enveloped.part(1, Der.SET).parts()) {
                byte[] wrapped = info.part(3, Der.OCTETS).content();
                for (PrivateKey key : keys) {
                    Optional<byte[]> plain = open(wrapped, bytes, nonce, sealed, key);
                    if (plain.isPresent()) {
                        return plain;
                    }
                }
            }
            return Optional.empty();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw JpodException.external("the annotation is no PKCS #7 message with AES-GCM");
        }
    }

    private static int keyBytes(byte[] algorithm) {
        return Arrays.equals(algorithm, AES_128_GCM) ? 16 : Arrays.equals(algorithm, AES_256_GCM) ? 32 : 0;
    }

    /** In one piece, or in several. */
    private static byte[] sealed(Der.Value value) {
        if (value.tag() == IMPLICIT_0) {
            return value.content();
        }
        byte[] result = new byte[0];
        for (Der.Value piece : value.parts()) {
            byte[] longer = Arrays.copyOf(result, result.length + piece.content().length);
            System.arraycopy(piece.content(), 0, longer, result.length, piece.content().length);
            result = longer;
        }
        return result;
    }

    private static Optional<byte[]> open(byte[] wrapped, int bytes, byte[] nonce, byte[] sealed, PrivateKey key) {
        if (!(key instanceof RSAPrivateKey)) {
            return Optional.empty();
        }
        try {
            Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            rsa.init(Cipher.DECRYPT_MODE, key);
            byte[] content = rsa.doFinal(wrapped);
            return content.length == bytes
                    ? Optional.of(gcm(Cipher.DECRYPT_MODE, content, nonce).doFinal(sealed))
                    : Optional.empty();
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static Cipher gcm(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG_BYTES, nonce));
        return cipher;
    }
}
