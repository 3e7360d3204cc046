package io.jpod.image.encryption;

import io.jpod.api.JpodException;
import io.jpod.image.reference.Digest;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** What opens one layer: ocicrypt's private options. */
public final class LayerSecret {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 16;

    private final byte[] key;
    private final byte[] nonce;
    private final String digest;

    private LayerSecret(byte[] key, byte[] nonce, String digest) {
        this.key = key;
        this.nonce = nonce;
        this.digest = digest;
    }

    /** A new one, for a layer with this digest. */
    static LayerSecret random(Digest plain) {
        SecureRandom random = new SecureRandom();
        byte[] key = new byte[KEY_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(key);
        random.nextBytes(nonce);
        return new LayerSecret(key, nonce, plain.toString());
    }

    /**
     * Reads what a recipient has unwrapped.
     *
     * @throws JpodException EXTERNAL
     */
    static LayerSecret parse(byte[] json) {
        try {
            JsonObject options = Json.parseObject(json);
            byte[] key = Base64.getDecoder().decode(options.getString("symkey", ""));
            byte[] nonce = Base64.getDecoder()
                    .decode(options.getObject("cipheroptions").getString("nonce", ""));
            if (key.length == KEY_BYTES && nonce.length == NONCE_BYTES) {
                return new LayerSecret(key, nonce, options.getString("digest", ""));
            }
        } catch (JpodException | IllegalArgumentException e) {
            // Told below, without what was decrypted.
        }
        throw JpodException.external("what its recipient's key opens is no key of a layer");
    }

    byte[] toJson() {
        Base64.Encoder base64 = Base64.getEncoder();
        JsonObject json = new JsonObject()
                .put("symkey", base64.encodeToString(key))
                .put("digest", digest)
                .put("cipheroptions", new JsonObject().put("nonce", base64.encodeToString(nonce)));
        return Json.compact(json).getBytes(StandardCharsets.UTF_8);
    }

    byte[] key() {
        return key;
    }

    byte[] nonce() {
        return nonce;
    }

    /** Of the plain layer; empty when the sender did not tell. */
    String digest() {
        return digest;
    }
}
