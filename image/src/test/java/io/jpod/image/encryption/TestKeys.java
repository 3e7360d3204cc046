package io.jpod.image.encryption;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** A key pair in files. */
final class TestKeys {
    private final Path directory;
    private final KeyPair pair;

    TestKeys(Path directory) {
        this(directory, "secp256r1");
    }

    /** @param kind {@code RSA}, or the JDK's name of a curve */
    TestKeys(Path directory, String kind) {
        this.directory = directory;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.equals("RSA") ? "RSA" : "EC");
            if (kind.equals("RSA")) {
                generator.initialize(2048);
            } else {
                generator.initialize(new ECGenParameterSpec(kind));
            }
            this.pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    KeyPair pair() {
        return pair;
    }

    Path publicKey() {
        return write(directory, "public.pem", pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    }

    Path privateKey() {
        return write(
                directory, "private.pem", pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    static Path write(Path directory, String name, byte[] content) {
        try {
            return Files.write(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] pem(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return ("-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
