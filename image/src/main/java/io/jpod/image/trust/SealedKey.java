package io.jpod.image.trust;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * A private key under a passphrase, as cosign and containers/image keep it: JSON that names scrypt and NaCl's secretbox (theupdateframework's
 * "encrypted" form). The one class that uses Bouncy Castle.
 */
final class SealedKey {
    private static final String PROVIDER = "org.bouncycastle.crypto.generators.SCrypt";
    private static final int KEY_SIZE = 32;
    private static final int NONCE_SIZE = 24;
    private static final int TAG_SIZE = 16;

    /** What scrypt may cost: 128 bytes times N times r of memory. */
    private static final long MAX_MEMORY = 1L << 30;

    private static final int MAX_PARALLEL = 16;

    private SealedKey() {}

    /**
     * The key in the box (PKCS #8).
     *
     * @throws JpodException USAGE for a box of another shape, or the wrong passphrase; UNSUPPORTED without Bouncy Castle
     */
    static byte[] open(byte[] box, byte[] passphrase) {
        if (!present()) {
            throw JpodException.unsupported("sigstore private keys need Bouncy Castle, which is not here")
                    .withRemedy("add org.bouncycastle:bcprov-jdk18on to the class path");
        }
        try {
            JsonObject json = Json.parseObject(box);
            JsonObject kdf = json.getObject("kdf");
            JsonObject cipher = json.getObject("cipher");
            require(kdf.getString("name", ""), "scrypt", "key derivation");
            require(cipher.getString("name", ""), "nacl/secretbox", "cipher");
            byte[] key = derive(passphrase, decoded(kdf, "salt"), kdf.getObject("params"));
            return decrypt(key, decoded(cipher, "nonce"), decoded(json, "ciphertext"));
        } catch (IllegalArgumentException e) {
            throw new JpodException(ErrorCode.USAGE, "not an encrypted private key", e);
        }
    }

    private static boolean present() {
        try {
            Class.forName(PROVIDER, false, SealedKey.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static void require(String has, String known, String what) {
        if (!has.equals(known)) {
            throw JpodException.usage("private key is encrypted with an unknown " + what + " \"" + has + "\"");
        }
    }

    private static byte[] decoded(JsonObject json, String name) {
        return Base64.getDecoder().decode(json.getString(name, ""));
    }

    private static byte[] derive(byte[] passphrase, byte[] salt, JsonObject params) {
        long n = params.getLong("N", 0);
        long r = params.getLong("r", 0);
        long p = params.getLong("p", 0);
        boolean possible = n > 1 && Long.bitCount(n) == 1 && r > 0 && p > 0;
        if (!possible || p > MAX_PARALLEL || n > MAX_MEMORY || r > MAX_MEMORY || 128 * n > MAX_MEMORY / r) {
            throw JpodException.usage(
                    "private key has unusable parameters of scrypt: N=" + n + ", r=" + r + ", p=" + p);
        }
        return SCrypt.generate(passphrase, salt, (int) n, (int) r, (int) p, KEY_SIZE);
    }

    /** secretbox: the first block of XSalsa20's stream is the key of the tag, which stands before the text. */
    private static byte[] decrypt(byte[] key, byte[] nonce, byte[] box) {
        if (nonce.length != NONCE_SIZE || box.length < TAG_SIZE) {
            throw JpodException.usage("private key is damaged: its nonce or its text is too short");
        }
        XSalsa20Engine cipher = new XSalsa20Engine();
        cipher.init(false, new ParametersWithIV(new KeyParameter(key), nonce));
        byte[] tagKey = new byte[KEY_SIZE];
        cipher.processBytes(tagKey, 0, KEY_SIZE, tagKey, 0);
        Poly1305 mac = new Poly1305();
        mac.init(new KeyParameter(tagKey));
        mac.update(box, TAG_SIZE, box.length - TAG_SIZE);
        byte[] tag = new byte[TAG_SIZE];
        mac.doFinal(tag, 0);
        if (!MessageDigest.isEqual(tag, Arrays.copyOf(box, TAG_SIZE))) {
            throw JpodException.usage("decrypt private key: the passphrase is wrong, or the key is damaged");
        }
        byte[] text = new byte[box.length - TAG_SIZE];
        cipher.processBytes(box, TAG_SIZE, text.length, text, 0);
        return text;
    }
}
