package io.jpod.image.encryption;

import io.jpod.api.JpodException;
import io.jpod.image.key.PemFile;
import io.jpod.image.key.PrivateKeys;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A file with a key or a certificate: PEM, DER, or for keys a JWK. Its content is never part of a message. */
final class KeyFile {
    private static final int MAX_BYTES = 1 << 20;

    private final String name;
    private final byte[] content;

    private KeyFile(String name, byte[] content) {
        this.name = name;
        this.content = content;
    }

    /** @throws JpodException NOT_FOUND, HOST or USAGE, naming the file */
    static KeyFile read(String name) {
        Path file = Path.of(name);
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw JpodException.usage("key file " + name + " is larger than a megabyte");
            }
            return new KeyFile(name, Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw JpodException.notFound("open " + name + ": no such file or directory");
        } catch (IOException e) {
            throw JpodException.host("reading key file " + name, e);
        }
    }

    byte[] content() {
        return content;
    }

    /** @throws JpodException USAGE */
    Jwe.Recipient publicKey() {
        try {
            Optional<JsonObject> jwk = jwk();
            if (jwk.isPresent() && !Jwk.isPrivate(jwk.get())) {
                PublicKey key = Jwk.publicKey(jwk.get());
                return new Jwe.Recipient(
                        key, JweKeyWrap.algorithm(key, jwk.get().getString("alg", "")));
            }
            Optional<PublicKey> key = spki(der("PUBLIC KEY"));
            if (jwk.isEmpty() && key.isPresent()) {
                return new Jwe.Recipient(key.get(), JweKeyWrap.algorithm(key.get(), ""));
            }
        } catch (GeneralSecurityException e) {
            throw JpodException.usage("key file " + name + " cannot be used: " + e.getMessage());
        }
        throw JpodException.usage("File provided is not a public key: " + name)
                .withRemedy("write the public key with openssl pkey -in KEY -pubout");
    }

    private static Optional<PublicKey> spki(byte[] der) {
        for (String algorithm : List.of("RSA", "EC")) {
            try {
                return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der)));
            } catch (GeneralSecurityException e) {
                // A key of another kind.
            }
        }
        return Optional.empty();
    }

    /** @throws JpodException USAGE */
    X509Certificate certificate() {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der("CERTIFICATE")));
            if (certificate.getPublicKey() instanceof RSAPublicKey) {
                return certificate;
            }
        } catch (GeneralSecurityException e) {
            throw JpodException.usage("File provided is not an x509 cert: " + name);
        }
        throw JpodException.usage("certificate " + name + " has no RSA key, which pkcs7 needs")
                .withRemedy("encrypt for its key with jwe");
    }

    /** The content of the block that has a label; the whole file when it is not in PEM. */
    private byte[] der(String label) {
        for (PemFile.Block block : PemFile.blocks(content)) {
            if (block.label().equals(label)) {
                return block.content();
            }
        }
        return content;
    }

    private Optional<JsonObject> jwk() {
        int first = 0;
        while (first < content.length && content[first] <= ' ' && content[first] >= 0) {
            first++;
        }
        if (first == content.length || content[first] != '{') {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.parseObject(content));
        } catch (JpodException e) {
            throw JpodException.usage("key file " + name + " is no JWK");
        }
    }

    /** True for a key ring of OpenPGP, binary or armoured: its first packet holds a secret key (RFC 4880, 4.2 and 4.3). */
    boolean isKeyRing() {
        if (new String(content, 0, Math.min(content.length, 200), java.nio.charset.StandardCharsets.ISO_8859_1)
                .contains("-----BEGIN PGP PRIVATE KEY BLOCK-----")) {
            return true;
        }
        int first = content.length == 0 ? 0 : content[0] & 0xff;
        boolean old = (first & 0xc0) == 0x80;
        return (first & 0x80) != 0 && (old ? first >> 2 & 15 : first & 63) == 5;
    }

    /**
     * The private key.
     *
     * @param password empty when none was given
     * @throws JpodException USAGE
     */
    PrivateKey privateKey(Optional<byte[]> password) {
        try {
            Optional<JsonObject> jwk = jwk();
            if (jwk.isPresent() && Jwk.isPrivate(jwk.get())) {
                return Jwk.privateKey(jwk.get());
            }
            if (jwk.isEmpty()) {
                for (PemFile.Block block : PemFile.blocks(content)) {
                    if (block.label().endsWith("PRIVATE KEY")) {
                        return pem(block, password);
                    }
                }
                return der(content);
            }
        } catch (GeneralSecurityException e) {
            throw JpodException.usage("key file " + name + " cannot be used: " + e.getMessage());
        }
        throw unknown();
    }

    private JpodException unknown() {
        return JpodException.usage("unidentified private key in file " + name)
                .withRemedy("give a private key in PEM, DER or as JWK, or an OpenPGP key ring");
    }

    private PrivateKey pem(PemFile.Block block, Optional<byte[]> password) throws GeneralSecurityException {
        boolean old = !block.cipher().isEmpty();
        if (!old && !block.label().equals("ENCRYPTED PRIVATE KEY")) {
            return der(block.content());
        }
        if (password.isEmpty()) {
            throw JpodException.usage("Missing password for encrypted private key " + name)
                    .withRemedy("give it as --decryption-key FILE:pass=PASSWORD, or FILE:file=FILE");
        }
        byte[] plain;
        try {
            plain = old ? block.decrypt(password.get()) : pkcs8(block.content(), password.get());
        } catch (GeneralSecurityException e) {
            throw wrongPassword();
        }
        try {
            return der(plain);
        } catch (JpodException e) {
            // A wrong password sometimes leaves bytes whose padding looks right.
            throw wrongPassword();
        }
    }

    private JpodException wrongPassword() {
        return JpodException.usage("Wrong password: could not decrypt private key " + name);
    }

    private byte[] pkcs8(byte[] der, byte[] password) throws GeneralSecurityException {
        EncryptedPrivateKeyInfo info;
        try {
            info = new EncryptedPrivateKeyInfo(der);
        } catch (IOException e) {
            throw unknown();
        }
        // Before Java 19 the name is that of the scheme alone; the parameters tell the rest.
        String algorithm = info.getAlgParameters() == null || info.getAlgName().startsWith("PBEWith")
                ? info.getAlgName()
                : info.getAlgParameters().toString();
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.DECRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(PemFile.characters(password))),
                info.getAlgParameters());
        return cipher.doFinal(info.getEncryptedData());
    }

    private PrivateKey der(byte[] der) {
        return PrivateKeys.decode(der, List.of("RSA", "EC")).orElseThrow(this::unknown);
    }
}
