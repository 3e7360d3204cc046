package io.jpod.image.encryption;

import io.jpod.support.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/** How a content key reaches a recipient (RFC 7518, 4.3, 4.4 and 4.6). */
final class JweKeyWrap {
    private static final String RSA_OAEP = "RSA-OAEP";
    private static final String RSA_OAEP_256 = "RSA-OAEP-256";
    private static final String ECDH_ES = "ECDH-ES";
    private static final String ECDH_ES_A256KW = "ECDH-ES+A256KW";

    private JweKeyWrap() {}

    /** One recipient's part of a message: the members of its header, and its encrypted key. */
    record Wrapped(JsonObject header, byte[] key) {}

    /**
     * The algorithm for a key.
     *
     * @param asked what the key's own file asks for; empty for nothing
     * @throws GeneralSecurityException when there is none that is known here
     */
    static String algorithm(PublicKey key, String asked) throws GeneralSecurityException {
        if (key instanceof RSAKey) {
            if (asked.isEmpty() || asked.equals(RSA_OAEP) || asked.equals(RSA_OAEP_256)) {
                return asked.isEmpty() ? RSA_OAEP : asked;
            }
            throw new InvalidKeyException("algorithm " + asked + " is not supported");
        }
        if (!(key instanceof ECKey curve)) {
            throw new InvalidKeyException("it is neither an RSA key nor one on an elliptic curve");
        }
        Curves.nameOf(curve);
        if (asked.isEmpty() || asked.startsWith(ECDH_ES + "+")) {
            String algorithm = asked.isEmpty() ? ECDH_ES_A256KW : asked;
            wrapBits(algorithm);
            return algorithm;
        }
        throw new InvalidKeyException("algorithm " + asked + " is not supported");
    }

    static Wrapped wrap(SecretKey content, PublicKey key, String algorithm) throws GeneralSecurityException {
        JsonObject header = new JsonObject().put("alg", algorithm);
        if (key instanceof ECPublicKey point) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(point.getParams());
            KeyPair ephemeral = generator.generateKeyPair();
            header.put("epk", Jwk.of((ECPublicKey) ephemeral.getPublic()));
            SecretKey shared = derive(ephemeral.getPrivate(), point, algorithm, wrapBits(algorithm), header);
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.WRAP_MODE, shared);
            return new Wrapped(header, cipher.wrap(content));
        }
        Cipher cipher = oaep(algorithm, Cipher.ENCRYPT_MODE, key);
        return new Wrapped(header, cipher.doFinal(content.getEncoded()));
    }

    /**
     * The content key.
     *
     * @param contentBits its length, for recipients who agree on it directly
     * @throws GeneralSecurityException when the key is not this recipient's, or the algorithm is not known here
     */
    static byte[] unwrap(JsonObject header, String encryption, int contentBits, byte[] wrapped, PrivateKey key)
            throws GeneralSecurityException {
        String algorithm = header.getString("alg", "");
        if (key instanceof RSAKey) {
            return oaep(algorithm, Cipher.DECRYPT_MODE, key).doFinal(wrapped);
        }
        if (!algorithm.startsWith(ECDH_ES) || !(key instanceof ECPrivateKey own)) {
            throw new InvalidKeyException("algorithm " + algorithm + " is for other keys");
        }
        PublicKey ephemeral = Jwk.publicKey(header.getObject("epk"));
        if (!(ephemeral instanceof ECPublicKey point) || !Curves.nameOf(point).equals(Curves.nameOf(own))) {
            throw new InvalidKeyException("the sender's key is on another curve");
        }
        if (algorithm.equals(ECDH_ES)) {
            return derive(key, point, encryption, contentBits, header).getEncoded();
        }
        Cipher cipher = Cipher.getInstance("AESWrap");
        cipher.init(Cipher.UNWRAP_MODE, derive(key, point, algorithm, wrapBits(algorithm), header));
        return cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded();
    }

    private static int wrapBits(String algorithm) throws GeneralSecurityException {
        return switch (algorithm) {
            case "ECDH-ES+A128KW" -> 128;
            case "ECDH-ES+A192KW" -> 192;
            case ECDH_ES_A256KW -> 256;
            default -> throw new InvalidKeyException("algorithm " + algorithm + " is not supported");
        };
    }

    private static Cipher oaep(String algorithm, int mode, java.security.Key key) throws GeneralSecurityException {
        String hash = switch (algorithm) {
            case RSA_OAEP -> "SHA-1";
            case RSA_OAEP_256 -> "SHA-256";
            default -> throw new InvalidKeyException("algorithm " + algorithm + " is not supported");
        };
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(
                mode,
                key,
                new OAEPParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
        return cipher;
    }

    /** The key that both sides compute: one round of the Concat KDF (NIST SP 800-56A, 5.8.1), which is enough for 256 bits. */
    private static SecretKey derive(PrivateKey own, ECPublicKey other, String purpose, int bits, JsonObject header)
            throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(own);
        agreement.doPhase(other, true);
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        sha.update(number(1));
        sha.update(agreement.generateSecret());
        prefixed(sha, purpose.getBytes(StandardCharsets.US_ASCII));
        prefixed(sha, Base64.getUrlDecoder().decode(header.getString("apu", "")));
        prefixed(sha, Base64.getUrlDecoder().decode(header.getString("apv", "")));
        sha.update(number(bits));
        return new SecretKeySpec(Arrays.copyOf(sha.digest(), bits / 8), "AES");
    }

    private static void prefixed(MessageDigest sha, byte[] value) {
        sha.update(number(value.length));
        sha.update(value);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }
}
