package io.jpod.image.encryption;

import io.jpod.api.JpodException;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Small messages for several recipients, as JSON (RFC 7516, 7.2). The content is encrypted by AES-GCM. */
final class Jwe {
    private static final String ENCRYPTION = "A256GCM";
    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final Base64.Encoder TO_BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Jwe() {}

    /** A public key, and how a content key is encrypted with it. */
    record Recipient(PublicKey key, String algorithm) {}

    /** A message: flattened for one recipient, general for several. */
    static byte[] encrypt(byte[] plain, List<Recipient> recipients) {
        SecureRandom random = new SecureRandom();
        byte[] content = new byte[32];
        byte[] iv = new byte[IV_BYTES];
        random.nextBytes(content);
        random.nextBytes(iv);
        SecretKey key = new SecretKeySpec(content, "AES");
        try {
            JsonObject shared = new JsonObject().put("enc", ENCRYPTION);
            JsonObject message = new JsonObject();
            if (recipients.size() == 1) {
                Recipient only = recipients.get(0);
                JweKeyWrap.Wrapped wrapped = JweKeyWrap.wrap(key, only.key(), only.algorithm());
                shared = wrapped.header().put("enc", ENCRYPTION);
                message.put("encrypted_key", TO_BASE64.encodeToString(wrapped.key()));
            } else {
                List<JsonObject> items = new ArrayList<>();
                for (Recipient recipient : recipients) {
                    JweKeyWrap.Wrapped wrapped = JweKeyWrap.wrap(key, recipient.key(), recipient.algorithm());
                    items.add(new JsonObject()
                            .put("header", wrapped.header())
                            .put("encrypted_key", TO_BASE64.encodeToString(wrapped.key())));
                }
                message.put("recipients", items);
            }
            String header = TO_BASE64.encodeToString(Json.compact(shared).getBytes(StandardCharsets.UTF_8));
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG_BYTES, iv));
            cipher.updateAAD(header.getBytes(StandardCharsets.US_ASCII));
            byte[] sealed = cipher.doFinal(plain);
            int length = sealed.length - TAG_BYTES;
            message.put("protected", header)
                    .put("iv", TO_BASE64.encodeToString(iv))
                    .put("ciphertext", TO_BASE64.encodeToString(Arrays.copyOf(sealed, length)))
                    .put("tag", TO_BASE64.encodeToString(Arrays.copyOfRange(sealed, length, sealed.length)));
            return Json.compact(message).getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw JpodException.internal("wrapping the key of a layer", e);
        }
    }

    /**
     * The content, when one of the keys is a recipient's.
     *
     * @throws JpodException EXTERNAL when this is no such message
     */
    static Optional<byte[]> decrypt(byte[] text, List<PrivateKey> keys) {
        JsonObject message;
        JsonObject shared;
        try {
            message = Json.parseObject(text);
            shared = Json.parseObject(decode(message, "protected"));
        } catch (JpodException | IllegalArgumentException e) {
            throw JpodException.external("the annotation is no JWE message in JSON");
        }
        List<JsonObject> recipients = message.getObjects("recipients");
        for (JsonObject recipient : recipients.isEmpty() ? List.of(message) : recipients) {
            JsonObject header = merged(shared, message.getObject("unprotected"), recipient.getObject("header"));
            for (PrivateKey key : keys) {
                try {
                    return Optional.of(open(message, header, decode(recipient, "encrypted_key"), key));
                } catch (GeneralSecurityException | IllegalArgumentException e) {
                    // Not this one.
                }
            }
        }
        return Optional.empty();
    }

    private static JsonObject merged(JsonObject... headers) {
        JsonObject result = new JsonObject();
        for (JsonObject header : headers) {
            for (String name : header.names()) {
                result.put(name, header.get(name));
            }
        }
        return result;
    }

    private static byte[] decode(JsonObject json, String name) {
        return Base64.getUrlDecoder().decode(json.getString(name, ""));
    }

    private static byte[] open(JsonObject message, JsonObject header, byte[] wrapped, PrivateKey key)
            throws GeneralSecurityException {
        String encryption = header.getString("enc", "");
        int bits = switch (encryption) {
            case "A128GCM" -> 128;
            case "A192GCM" -> 192;
            case ENCRYPTION -> 256;
            default -> throw new GeneralSecurityException("encryption " + encryption + " is not supported");
        };
        if (header.has("crit") || header.has("zip")) {
            throw new GeneralSecurityException("the message needs an extension");
        }
        byte[] iv = decode(message, "iv");
        byte[] tag = decode(message, "tag");
        byte[] content = JweKeyWrap.unwrap(header, encryption, bits, wrapped, key);
        if (iv.length != IV_BYTES || tag.length != TAG_BYTES || content.length != bits / 8) {
            throw new GeneralSecurityException("the message has parts of a wrong length");
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(content, "AES"), new GCMParameterSpec(8 * TAG_BYTES, iv));
        String extra = message.getString("aad", "");
        String covered = message.getString("protected", "") + (extra.isEmpty() ? "" : "." + extra);
        cipher.updateAAD(covered.getBytes(StandardCharsets.US_ASCII));
        cipher.update(decode(message, "ciphertext"));
        return cipher.doFinal(tag);
    }
}
