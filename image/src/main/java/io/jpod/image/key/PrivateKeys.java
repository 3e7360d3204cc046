package io.jpod.image.key;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/** Decodes private keys. */
public final class PrivateKeys {
    private static final byte[] RSA = Der.oid("2a864886f70d010101");
    private static final byte[] EC = Der.oid("2a8648ce3d0201");

    private PrivateKeys() {}

    /**
     * A key in the encoding of PKCS #8, PKCS #1 (RSA) or SEC 1 (elliptic curves).
     *
     * @param algorithms what it may be a key of, in names of Java
     * @return empty when it is none of these
     */
    public static Optional<PrivateKey> decode(byte[] der, List<String> algorithms) {
        byte[] envelope;
        try {
            List<Der.Value> parts = Der.read(der).parts();
            if (parts.size() >= 3 && parts.get(1).tag() == Der.SEQUENCE) {
                envelope = der;
            } else if (parts.size() >= 9) {
                envelope = enveloped(Der.write(Der.SEQUENCE, RSA, Der.write(Der.NULL)), der);
            } else {
                Der.Value curve = parts.get(2).part(0, Der.OID);
                envelope = enveloped(Der.write(Der.SEQUENCE, EC, curve.whole()), der);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
        for (String algorithm : algorithms) {
            try {
                return Optional.of(
                        KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(envelope)));
            } catch (GeneralSecurityException e) {
                // A key of another kind.
            }
        }
        return Optional.empty();
    }

    private static byte[] enveloped(byte[] algorithm, byte[] key) {
        return Der.write(Der.SEQUENCE, Der.integer(0), algorithm, Der.write(Der.OCTETS, key));
    }
}
