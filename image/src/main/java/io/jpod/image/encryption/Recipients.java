package io.jpod.image.encryption;

import io.jpod.api.JpodException;
import io.jpod.image.reference.Digest;
import io.jpod.image.trust.Gpg;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** For whom layers are encrypted: the values of {@code --encryption-key}. Immutable. */
public final class Recipients {
    static final String JWE = LayerCipher.PREFIX + "keys.jwe";
    static final String PKCS7 = LayerCipher.PREFIX + "keys.pkcs7";
    static final String PGP = LayerCipher.PREFIX + "keys.pgp";

    private final List<Jwe.Recipient> jwe;
    private final List<X509Certificate> pkcs7;
    private final List<String> pgp;
    private final Gpg gpg;

    private Recipients(List<Jwe.Recipient> jwe, List<X509Certificate> pkcs7, List<String> pgp, Gpg gpg) {
        this.jwe = List.copyOf(jwe);
        this.pkcs7 = List.copyOf(pkcs7);
        this.pgp = List.copyOf(pgp);
        this.gpg = gpg;
    }

    /**
     * Reads the keys.
     *
     * @param keys {@code jwe:FILE}, {@code pkcs7:FILE}, {@code pgp:ADDRESS}; at least one
     * @throws JpodException USAGE, NOT_FOUND, HOST; UNSUPPORTED for other protocols of ocicrypt
     */
    public static Recipients of(List<String> keys, Gpg gpg) {
        List<Jwe.Recipient> jwe = new ArrayList<>();
        List<X509Certificate> pkcs7 = new ArrayList<>();
        List<String> pgp = new ArrayList<>();
        for (String key : keys) {
            int colon = key.indexOf(':');
            if (colon < 0 || colon == key.length() - 1) {
                throw JpodException.usage(
                                "invalid encryption key " + Digest.printable(key) + ": Invalid recipient format")
                        .withRemedy("write jwe:FILE, pkcs7:FILE or pgp:ADDRESS");
            }
            String value = key.substring(colon + 1);
            switch (key.substring(0, colon)) {
                case "jwe" -> jwe.add(KeyFile.read(value).publicKey());
                case "pkcs7" -> pkcs7.add(KeyFile.read(value).certificate());
                case "pgp" -> pgp.add(value);
                case "pkcs11", "provider" ->
                    throw JpodException.unsupported("encryption keys of protocol " + key.substring(0, colon)
                                    + " are not supported by this version of jpod")
                            .withRemedy("use jwe:FILE, pkcs7:FILE or pgp:ADDRESS");
                default ->
                    throw JpodException.usage("invalid encryption key " + Digest.printable(key)
                                    + ": Provided protocol not recognized")
                            .withRemedy("write jwe:FILE, pkcs7:FILE or pgp:ADDRESS");
            }
        }
        return new Recipients(jwe, pkcs7, pgp, gpg);
    }

    /** Annotations through which each of them, and nobody else, reads the secret. */
    Map<String, String> wrap(byte[] secret, Path scratch) {
        Map<String, String> result = new LinkedHashMap<>();
        if (!jwe.isEmpty()) {
            result.put(JWE, base64(Jwe.encrypt(secret, jwe)));
        }
        if (!pkcs7.isEmpty()) {
            try {
                result.put(PKCS7, base64(Pkcs7.encrypt(secret, pkcs7)));
            } catch (GeneralSecurityException e) {
                throw JpodException.usage("a certificate's key cannot be used: " + e.getMessage());
            }
        }
        if (!pgp.isEmpty()) {
            result.put(PGP, base64(gpg.encrypt(secret, pgp, scratch)));
        }
        return result;
    }

    private static String base64(byte[] message) {
        return Base64.getEncoder().encodeToString(message);
    }
}
