package io.jpod.image.trust;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.registry.SigstoreAttachments.Attachment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Makes sigstore signatures with a private key of cosign or of {@code skopeo generate-sigstore-key}. Immutable. */
public final class SigstoreSigner {
    private static final List<String> KINDS = List.of("ENCRYPTED SIGSTORE PRIVATE KEY", "ENCRYPTED COSIGN PRIVATE KEY");
    private static final Map<String, String> ALGORITHMS = Map.of("EC", "SHA256withECDSA", "Ed25519", "Ed25519");
    private static final int MAX_SIZE = 1 << 20;

    private final String algorithm;
    private final PrivateKey key;

    private SigstoreSigner(String algorithm, PrivateKey key) {
        this.algorithm = algorithm;
        this.key = key;
    }

    /**
     * Opens a key.
     *
     * @param file PEM, {@code ENCRYPTED SIGSTORE PRIVATE KEY} or {@code ENCRYPTED COSIGN PRIVATE KEY}
     * @param passphrase the bytes that the key is encrypted with; may be empty
     * @throws JpodException NOT_FOUND, or USAGE when the key or the passphrase is not what it should be
     */
    public static SigstoreSigner open(Path file, byte[] passphrase) {
        try {
            if (Files.size(file) > MAX_SIZE) {
                throw JpodException.usage("it is larger than a key");
            }
            String pem = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII);
            return of(SealedKey.open(unwrapped(pem), passphrase));
        } catch (NoSuchFileException e) {
            throw JpodException.notFound("reading private key " + file + ": no such file");
        } catch (IOException e) {
            throw JpodException.host("reading private key " + file, e);
        } catch (JpodException e) {
            JpodException failure = new JpodException(e.code(), "reading private key " + file, e);
            throw e.remedy().map(failure::withRemedy).orElse(failure);
        }
    }

    private static byte[] unwrapped(String pem) {
        for (String kind : KINDS) {
            String begin = "-----BEGIN " + kind + "-----";
            int from = pem.indexOf(begin);
            int to = pem.indexOf("-----END " + kind + "-----");
            if (from >= 0 && to > from) {
                try {
                    return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
                } catch (IllegalArgumentException e) {
                    throw new JpodException(ErrorCode.USAGE, "invalid PEM", e);
                }
            }
        }
        throw JpodException.usage("it is no encrypted private key of sigstore or cosign")
                .withRemedy("make one with skopeo generate-sigstore-key, or cosign generate-key-pair");
    }

    private static SigstoreSigner of(byte[] pkcs8) {
        for (Map.Entry<String, String> entry : ALGORITHMS.entrySet()) {
            try {
                PrivateKey key = KeyFactory.getInstance(entry.getKey()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
                return new SigstoreSigner(entry.getValue(), key);
            } catch (GeneralSecurityException e) {
                // A key of another kind.
            }
        }
        throw JpodException.usage("the key is neither ECDSA nor Ed25519");
    }

    /**
     * Signs a manifest under a name.
     *
     * @param timestamp seconds since 1970
     */
    public Attachment sign(ImageReference reference, Digest digest, long timestamp) {
        byte[] document = new SimpleSignature(SimpleSignature.SIGSTORE, digest.toString(), reference.toString())
                .write("jpod", timestamp);
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(document);
            return new Attachment(document, signature.sign());
        } catch (GeneralSecurityException e) {
            throw new JpodException(ErrorCode.INTERNAL, "signing " + digest, e);
        }
    }
}
