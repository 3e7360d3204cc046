package io.jpod.image.encryption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.key.Der;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    @TempDir
    Path directory;

    private KeyFile file(byte[] content) {
        return KeyFile.read(TestKeys.write(directory, "key", content).toString());
    }

    private KeyFile file(JsonObject json) {
        return file(Json.compact(json).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void privateKeysAreReadInEveryForm() {
        for (String kind : new String[] {"RSA", "secp384r1"}) {
            TestKeys keys = new TestKeys(directory, kind);
            byte[] pkcs8 = keys.pair().getPrivate().getEncoded();
            byte[] inner = Der.read(pkcs8).part(2, Der.OCTETS).content();
            assertArrayEquals(pkcs8, file(pkcs8).privateKey(Optional.empty()).getEncoded());
            assertArrayEquals(
                    pkcs8,
                    file(TestKeys.pem("PRIVATE KEY", pkcs8))
                            .privateKey(Optional.empty())
                            .getEncoded());
            if (kind.equals("RSA")) {
                byte[] pem = TestKeys.pem("RSA PRIVATE KEY", inner);
                assertArrayEquals(pkcs8, file(pem).privateKey(Optional.empty()).getEncoded());
                assertArrayEquals(
                        pkcs8, file(inner).privateKey(Optional.empty()).getEncoded());
            }
        }
    }

    @Test
    void jwksAreRead() throws GeneralSecurityException {
        TestKeys rsa = new TestKeys(directory, "RSA");
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) rsa.pair().getPrivate();
        JsonObject jwk = new JsonObject()
                .put("kty", "RSA")
                .put("n", number(key.getModulus()))
                .put("e", number(key.getPublicExponent()));
        assertEquals(rsa.pair().getPublic(), file(jwk).publicKey().key());
        assertEquals("RSA-OAEP", file(jwk).publicKey().algorithm());
        jwk.put("alg", "RSA-OAEP-256");
        assertEquals("RSA-OAEP-256", file(jwk).publicKey().algorithm());
        jwk.put("d", number(key.getPrivateExponent()))
                .put("p", number(key.getPrimeP()))
                .put("q", number(key.getPrimeQ()))
                .put("dp", number(key.getPrimeExponentP()))
                .put("dq", number(key.getPrimeExponentQ()))
                .put("qi", number(key.getCrtCoefficient()));
        assertEquals(key, file(jwk).privateKey(Optional.empty()));
        assertThrows(JpodException.class, () -> file(jwk).publicKey());
        TestKeys ec = new TestKeys(directory, "secp521r1");
        assertEquals(
                ec.pair().getPublic(),
                file(Jwk.of((ECPublicKey) ec.pair().getPublic())).publicKey().key());
        assertThrows(
                JpodException.class,
                () -> file(new JsonObject().put("kty", "oct").put("k", "AAAA")).privateKey(Optional.empty()));
    }

    private static String number(BigInteger value) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value.toByteArray());
    }

    private static JsonObject recorded() throws IOException {
        try (InputStream in = KeyFileTest.class.getResourceAsStream("/encryption/skopeo.json")) {
            return Json.parseObject(in.readAllBytes());
        }
    }

    private KeyFile recorded(String name) throws IOException {
        return file(recorded().getString(name, "").getBytes(StandardCharsets.US_ASCII));
    }

    private static BigInteger scalar(PrivateKey key) {
        return ((ECPrivateKey) key).getS();
    }

    @Test
    void encryptedKeysNeedTheirPassword() throws IOException {
        BigInteger plain = scalar(recorded("ec").privateKey(Optional.empty()));
        assertEquals(plain, scalar(recorded("ec, SEC 1").privateKey(Optional.empty())));
        byte[] right = "secret".getBytes(StandardCharsets.UTF_8);
        for (String name : new String[] {"ec, encrypted", "ec, encrypted in the old way"}) {
            KeyFile file = recorded(name);
            assertEquals(plain, scalar(file.privateKey(Optional.of(right))));
            JpodException missing = assertThrows(JpodException.class, () -> file.privateKey(Optional.empty()));
            assertTrue(missing.getMessage().contains("Missing password"));
            JpodException wrong = assertThrows(JpodException.class, () -> file.privateKey(Optional.of(new byte[] {1})));
            assertTrue(wrong.getMessage().contains("Wrong password"));
        }
        // How the password is given.
        Path key = directory.resolve("key");
        Path password = TestKeys.write(directory, "password", "secret\n".getBytes(StandardCharsets.UTF_8));
        for (String form : new String[] {":secret", ":pass=secret", ":file=" + password}) {
            DecryptionKeys.of(List.of(key + form), null);
        }
        for (String form : new String[] {"", ":pass=other", ":file=/nowhere"}) {
            JpodException failure =
                    assertThrows(JpodException.class, () -> DecryptionKeys.of(List.of(key + form), null), form);
            assertFalse(failure.getMessage().contains("other"));
        }
    }

    @Test
    void whatIsNoKeyIsNamed() {
        for (String text : new String[] {
            "",
            "x",
            "{",
            "{}",
            "-----BEGIN PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
            "\u0030\u0003\u0002\u0001\u0000"
        }) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            JpodException failure =
                    assertThrows(JpodException.class, () -> file(bytes).privateKey(Optional.empty()), text);
            assertTrue(failure.getMessage().contains(directory.toString()), failure.getMessage());
            assertThrows(JpodException.class, () -> file(bytes).publicKey(), text);
            assertThrows(JpodException.class, () -> file(bytes).certificate(), text);
        }
    }

    @Test
    void keysOfPgpAreTold() {
        assertTrue(file(new byte[] {(byte) 0x95, 3}).isKeyRing());
        assertTrue(file(new byte[] {(byte) 0xc5, 3}).isKeyRing());
        assertTrue(file("-----BEGIN PGP PRIVATE KEY BLOCK-----\n".getBytes(StandardCharsets.US_ASCII))
                .isKeyRing());
        assertFalse(file(new byte[] {0x30, 3}).isKeyRing());
        assertFalse(file(new byte[0]).isKeyRing());
    }

    @Test
    void protocolsAreToldApart() {
        TestKeys keys = new TestKeys(directory, "RSA");
        for (String spec : new String[] {
            "nothing", "jwe:", "rot13:key", "jwe:/nowhere", "jwe:" + keys.privateKey(), "pkcs7:" + keys.publicKey()
        }) {
            assertThrows(JpodException.class, () -> Recipients.of(List.of(spec), null), spec);
        }
        for (String spec : new String[] {"pkcs11:key", "provider:name:value"}) {
            JpodException failure = assertThrows(JpodException.class, () -> Recipients.of(List.of(spec), null), spec);
            assertEquals(ErrorCode.UNSUPPORTED, failure.code());
        }
    }
}
