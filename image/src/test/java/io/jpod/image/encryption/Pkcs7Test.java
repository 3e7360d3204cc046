package io.jpod.image.encryption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Pkcs7Test {
    @TempDir
    Path directory;

    private KeyFile file(JsonObject recorded, String name) {
        byte[] content = recorded.getString(name, "").getBytes(StandardCharsets.US_ASCII);
        return KeyFile.read(TestKeys.write(directory, name, content).toString());
    }

    @Test
    void ownersOfCertificatesReadIt() throws IOException, GeneralSecurityException {
        JsonObject recorded;
        try (InputStream in = Pkcs7Test.class.getResourceAsStream("/encryption/skopeo.json")) {
            recorded = Json.parseObject(in.readAllBytes());
        }
        X509Certificate certificate = file(recorded, "certificate").certificate();
        PrivateKey own = file(recorded, "rsa").privateKey(Optional.empty());
        PrivateKey curve = file(recorded, "ec").privateKey(Optional.empty());
        byte[] plain = "what only recipients read".getBytes(StandardCharsets.UTF_8);
        byte[] message = Pkcs7.encrypt(plain, List.of(certificate, certificate));
        assertArrayEquals(plain, Pkcs7.decrypt(message, List.of(curve, own)).orElseThrow());
        PrivateKey other = new TestKeys(directory, "RSA").pair().getPrivate();
        assertTrue(Pkcs7.decrypt(message, List.of(curve, other)).isEmpty());
        byte[] changed = message.clone();
        changed[changed.length - 1] ^= 1;
        assertTrue(Pkcs7.decrypt(changed, List.of(own)).isEmpty());
        for (int length = 0; length < message.length; length += 7) {
            byte[] cut = Arrays.copyOf(message, length);
            assertThrows(JpodException.class, () -> Pkcs7.decrypt(cut, List.of(own)));
        }
    }
}
