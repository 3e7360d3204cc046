package io.jpod.image.encryption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JweTest {
    private static final byte[] PLAIN = "what only recipients read".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private static Jwe.Recipient recipient(TestKeys keys, String algorithm) throws GeneralSecurityException {
        return new Jwe.Recipient(
                keys.pair().getPublic(), JweKeyWrap.algorithm(keys.pair().getPublic(), algorithm));
    }

    @Test
    void everyRecipientReadsIt() throws GeneralSecurityException {
        List<TestKeys> all = new ArrayList<>();
        List<Jwe.Recipient> recipients = new ArrayList<>();
        for (String kind : new String[] {"RSA", "secp256r1", "secp384r1", "secp521r1"}) {
            all.add(new TestKeys(directory, kind));
            recipients.add(recipient(all.get(all.size() - 1), ""));
        }
        recipients.add(recipient(all.get(0), "RSA-OAEP-256"));
        byte[] message = Jwe.encrypt(PLAIN, recipients);
        for (int i = 0; i < all.size(); i++) {
            PrivateKey key = all.get(i).pair().getPrivate();
            assertArrayEquals(PLAIN, Jwe.decrypt(message, List.of(key)).orElseThrow());
            byte[] alone = Jwe.encrypt(PLAIN, List.of(recipients.get(i)));
            assertArrayEquals(PLAIN, Jwe.decrypt(alone, List.of(key)).orElseThrow());
            PrivateKey other =
                    new TestKeys(directory, i == 0 ? "RSA" : "secp256r1").pair().getPrivate();
            assertTrue(Jwe.decrypt(message, List.of(other)).isEmpty());
        }
        assertThrows(GeneralSecurityException.class, () -> recipient(all.get(0), "RSA1_5"));
        assertThrows(GeneralSecurityException.class, () -> recipient(all.get(1), "ECDH-ES"));
    }

    @Test
    void whatWasChangedOpensNothing() throws GeneralSecurityException {
        TestKeys keys = new TestKeys(directory);
        byte[] message = Jwe.encrypt(PLAIN, List.of(recipient(keys, "")));
        for (String member : new String[] {"iv", "ciphertext", "tag", "encrypted_key"}) {
            JsonObject json = Json.parseObject(message);
            byte[] value = Base64.getUrlDecoder().decode(json.getString(member, ""));
            value[0] ^= 1;
            json.put(member, Base64.getUrlEncoder().withoutPadding().encodeToString(value));
            assertTrue(open(json, keys).isEmpty(), member);
        }
        JsonObject json = Json.parseObject(message);
        JsonObject header = Json.parseObject(Base64.getUrlDecoder().decode(json.getString("protected", "")));
        header.put("crit", List.of("exp"));
        json.put(
                "protected",
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Json.compact(header).getBytes(StandardCharsets.UTF_8)));
        assertTrue(open(json, keys).isEmpty());
    }

    private static java.util.Optional<byte[]> open(JsonObject json, TestKeys keys) {
        return Jwe.decrypt(
                Json.compact(json).getBytes(StandardCharsets.UTF_8),
                List.of(keys.pair().getPrivate()));
    }

    @Test
    void nonsenseIsRefused() {
        for (String text : new String[] {"", "[]", "{}", "{\"protected\":\"!\"}", "{\"protected\":\"bm8\"}"}) {
            assertThrows(
                    JpodException.class, () -> Jwe.decrypt(text.getBytes(StandardCharsets.UTF_8), List.of()), text);
        }
    }

    /** The example of RFC 7518, appendix C. */
    @Test
    void theAgreedKeyIsThatOfTheStandard() throws GeneralSecurityException {
        PrivateKey bob = Jwk.privateKey(Json.parseObject(
                "{\"kty\":\"EC\",\"crv\":\"P-256\"," + "\"d\":\"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw\"}"));
        JsonObject header = Json.parseObject("{\"alg\":\"ECDH-ES\",\"enc\":\"A128GCM\",\"apu\":\"QWxpY2U\","
                + "\"apv\":\"Qm9i\",\"epk\":{\"kty\":\"EC\",\"crv\":\"P-256\","
                + "\"x\":\"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0\","
                + "\"y\":\"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps\"}}");
        byte[] key = JweKeyWrap.unwrap(header, "A128GCM", 128, new byte[0], bob);
        assertEquals(
                "VqqN6vgjbSBcIijNcacQGg",
                Base64.getUrlEncoder().withoutPadding().encodeToString(key));
        // The same with a point that is on no curve.
        header.getObject("epk").put("y", "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFppA");
        assertThrows(GeneralSecurityException.class, () -> JweKeyWrap.unwrap(header, "A128GCM", 128, new byte[0], bob));
    }
}
