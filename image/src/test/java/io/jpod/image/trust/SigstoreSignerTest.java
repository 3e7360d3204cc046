package io.jpod.image.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.registry.SigstoreAttachments.Attachment;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigstoreSignerTest {
    private static final byte[] PASSPHRASE = "open sesame".getBytes(StandardCharsets.UTF_8);
    private static final ImageReference NAME = ImageReference.parse("registry.example.com/app:1");
    private static final Digest DIGEST = Sha256.of("a manifest");

    @TempDir
    Path directory;

    private static KeyPair pair(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static JsonObject sealed(byte[] text, byte[] passphrase, int cost) {
        byte[] salt = random(32);
        byte[] nonce = random(24);
        XSalsa20Engine cipher = new XSalsa20Engine();
        cipher.init(
                true, new ParametersWithIV(new KeyParameter(SCrypt.generate(passphrase, salt, cost, 8, 1, 32)), nonce));
        byte[] tagKey = new byte[32];
        cipher.processBytes(tagKey, 0, 32, tagKey, 0);
        byte[] box = new byte[16 + text.length];
        cipher.processBytes(text, 0, text.length, box, 16);
        Poly1305 mac = new Poly1305();
        mac.init(new KeyParameter(tagKey));
        mac.update(box, 16, text.length);
        mac.doFinal(box, 0);
        JsonObject params = new JsonObject().put("N", cost).put("r", 8).put("p", 1);
        return new JsonObject()
                .put(
                        "kdf",
                        new JsonObject()
                                .put("name", "scrypt")
                                .put("params", params)
                                .put("salt", base64(salt)))
                .put("cipher", new JsonObject().put("name", "nacl/secretbox").put("nonce", base64(nonce)))
                .put("ciphertext", base64(box));
    }

    private Path write(String kind, JsonObject box) {
        try {
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(Json.compact(box).getBytes(StandardCharsets.UTF_8));
            return Files.writeString(
                    directory.resolve("key"),
                    "-----BEGIN ENCRYPTED " + kind + " PRIVATE KEY-----\n" + body + "\n-----END ENCRYPTED " + kind
                            + " PRIVATE KEY-----\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PUBLIC KEY-----\n" + base64(pair.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n";
    }

    @Test
    void whatIsSignedIsAcceptedByThePublicKey() {
        for (String algorithm : new String[] {"EC", "Ed25519"}) {
            KeyPair pair = pair(algorithm);
            for (String kind : new String[] {"SIGSTORE", "COSIGN"}) {
                Path file = write(kind, sealed(pair.getPrivate().getEncoded(), PASSPHRASE, 1024));
                Attachment made = SigstoreSigner.open(file, PASSPHRASE).sign(NAME, DIGEST, 1_795_000_000L);
                SigstoreKey key = SigstoreKey.parse(pem(pair).getBytes(StandardCharsets.US_ASCII));
                assertTrue(key.signed(made.document(), made.signature()), algorithm + " " + kind);
                assertFalse(key.signed("other".getBytes(StandardCharsets.UTF_8), made.signature()));
                SimpleSignature read = SimpleSignature.read(made.document());
                assertEquals("cosign container image signature", read.type());
                assertEquals(DIGEST.toString(), read.manifestDigest());
                assertEquals("registry.example.com/app:1", read.identity());
            }
        }
    }

    @Test
    void aKeyWithoutPassphraseHasTheEmptyOne() {
        Path file = write("COSIGN", sealed(pair("EC").getPrivate().getEncoded(), new byte[0], 1024));
        assertTrue(SigstoreSigner.open(file, new byte[0]).sign(NAME, DIGEST, 0).signature().length > 0);
    }

    private String refusal(Path file, byte[] passphrase, ErrorCode code) {
        JpodException e = assertThrows(JpodException.class, () -> SigstoreSigner.open(file, passphrase));
        assertEquals(code, e.code(), e.toString());
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
    }

    @Test
    void theWrongPassphraseIsTold() {
        Path file = write("SIGSTORE", sealed(pair("EC").getPrivate().getEncoded(), PASSPHRASE, 1024));
        byte[] wrong = "wrong".getBytes(StandardCharsets.UTF_8);
        assertTrue(refusal(file, wrong, ErrorCode.USAGE).contains("the passphrase is wrong"));
    }

    @Test
    void damagedAndForeignKeysAreRefused() throws IOException {
        byte[] text = pair("EC").getPrivate().getEncoded();
        assertTrue(refusal(directory.resolve("none"), PASSPHRASE, ErrorCode.NOT_FOUND)
                .contains("no such file"));
        Path plain = Files.writeString(
                directory.resolve("plain"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertTrue(refusal(plain, PASSPHRASE, ErrorCode.USAGE).contains("no encrypted private key"));
        JsonObject short1 = sealed(text, PASSPHRASE, 1024).put("ciphertext", "AAAA");
        assertTrue(
                refusal(write("SIGSTORE", short1), PASSPHRASE, ErrorCode.USAGE).contains("damaged"));
        JsonObject other = sealed(text, PASSPHRASE, 1024);
        other.put("cipher", other.getObject("cipher").put("name", "rot13"));
        assertTrue(
                refusal(write("SIGSTORE", other), PASSPHRASE, ErrorCode.USAGE).contains("unknown cipher \"rot13\""));
        JsonObject noBase = sealed(text, PASSPHRASE, 1024).put("ciphertext", "%%%");
        assertTrue(
                refusal(write("SIGSTORE", noBase), PASSPHRASE, ErrorCode.USAGE).contains("not an encrypted"));
        JsonObject noKey = sealed(new byte[] {1, 2, 3}, PASSPHRASE, 1024);
        assertTrue(
                refusal(write("SIGSTORE", noKey), PASSPHRASE, ErrorCode.USAGE).contains("neither ECDSA"));
    }

    @Test
    void aKeyThatWouldTakeAllMemoryIsRefused() {
        JsonObject box = sealed(pair("EC").getPrivate().getEncoded(), PASSPHRASE, 1024);
        for (long cost : new long[] {0, 3, 1L << 40, Long.MIN_VALUE, 1L << 30}) {
            JsonObject kdf = box.getObject("kdf");
            JsonObject params =
                    new JsonObject().put("N", cost).put("r", 1L << 20).put("p", 1L);
            Path file = write("SIGSTORE", box.put("kdf", kdf.put("params", params)));
            assertTrue(refusal(file, PASSPHRASE, ErrorCode.USAGE).contains("unusable parameters"), cost + "");
        }
    }

    @Test
    void parametersNameAKeyAndNothingElse() throws IOException {
        Path file = Files.writeString(
                directory.resolve("params.yaml"),
                "# a key of mine\nprivateKeyFile: \"/keys/mine.key\"\nprivateKeyPassphraseFile: /keys/mine.txt\n");
        assertEquals(new SigningParameters("/keys/mine.key", "/keys/mine.txt"), SigningParameters.read(file));
        for (String wrong : new String[] {
            "fulcio:\n  fulcioURL: x\n",
            "privateKeyFile: k\nrekorURL: x\n",
            "other: x\n",
            "",
            "privateKeyFile:\n  a: b\n"
        }) {
            Files.writeString(file, wrong);
            JpodException e = assertThrows(JpodException.class, () -> SigningParameters.read(file));
            assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
            boolean server = wrong.contains("fulcio") || wrong.contains("rekor");
            assertEquals(server ? ErrorCode.UNSUPPORTED : ErrorCode.USAGE, e.code());
        }
    }
}
