package io.jpod.image.encryption;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.reference.Digest;
import io.jpod.image.trust.Gpg;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Keys that open layers: the values of {@code --decryption-key}. Immutable. */
public final class DecryptionKeys {
    private static final int MAX_PASSWORD = 4096;

    private final List<PrivateKey> keys;
    private final List<Gpg.KeyRing> rings;
    private final Gpg gpg;

    private DecryptionKeys(List<PrivateKey> keys, List<Gpg.KeyRing> rings, Gpg gpg) {
        this.keys = List.copyOf(keys);
        this.rings = List.copyOf(rings);
        this.gpg = gpg;
    }

    /**
     * Reads the keys.
     *
     * @param specs {@code FILE}, {@code FILE:PASSWORD}, {@code FILE:pass=PASSWORD}, {@code FILE:file=FILE}, whose last line end
     *     does not count
     * @throws JpodException USAGE, NOT_FOUND, HOST
     */
    public static DecryptionKeys of(List<String> specs, Gpg gpg) {
        List<PrivateKey> keys = new ArrayList<>();
        List<Gpg.KeyRing> rings = new ArrayList<>();
        for (String spec : specs) {
            int colon = spec.indexOf(':');
            Optional<byte[]> password = colon < 0 ? Optional.empty() : Optional.of(password(spec.substring(colon + 1)));
            KeyFile file = KeyFile.read(colon < 0 ? spec : spec.substring(0, colon));
            if (file.isKeyRing()) {
                rings.add(new Gpg.KeyRing(file.content(), password));
            } else {
                keys.add(file.privateKey(password));
            }
        }
        return new DecryptionKeys(keys, rings, gpg);
    }

    private static byte[] password(String text) {
        if (text.startsWith("pass=")) {
            return text.substring("pass=".length()).getBytes(StandardCharsets.UTF_8);
        }
        if (!text.startsWith("file=")) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        Path file = Path.of(text.substring("file=".length()));
        try (InputStream in = Files.newInputStream(file)) {
            byte[] password = in.readNBytes(MAX_PASSWORD);
            int length = password.length;
            while (length > 0 && (password[length - 1] == '\n' || password[length - 1] == '\r')) {
                length--;
            }
            return Arrays.copyOf(password, length);
        } catch (IOException e) {
            throw JpodException.host("reading the password of a decryption key from " + file, e);
        }
    }

    /**
     * What opens a layer.
     *
     * @param scratch a directory for what gpg needs
     * @throws JpodException EXTERNAL when none of the keys is a recipient's, or an annotation is not valid
     */
    public LayerSecret unwrap(Descriptor layer, Path scratch) {
        try {
            for (byte[] message : messages(layer, Recipients.JWE)) {
                Optional<byte[]> plain = Jwe.decrypt(message, keys);
                if (plain.isPresent()) {
                    return LayerSecret.parse(plain.get());
                }
            }
            for (byte[] message : messages(layer, Recipients.PKCS7)) {
                Optional<byte[]> plain = Pkcs7.decrypt(message, keys);
                if (plain.isPresent()) {
                    return LayerSecret.parse(plain.get());
                }
            }
            for (byte[] message : rings.isEmpty() ? List.<byte[]>of() : messages(layer, Recipients.PGP)) {
                Optional<byte[]> plain = gpg.decrypt(message, rings, scratch);
                if (plain.isPresent()) {
                    return LayerSecret.parse(plain.get());
                }
            }
        } catch (JpodException e) {
            throw new JpodException(e.code(), "decrypting layer " + layer.digest(), e);
        }
        throw new JpodException(
                        ErrorCode.EXTERNAL,
                        "decrypting layer " + layer.digest()
                                + ": no suitable key unwrapper found or none of the private"
                                + " keys could be used for decryption")
                .withRemedy("the layer is encrypted for " + protocols(layer)
                        + ": give the private key of one of its recipients with --decryption-key");
    }

    /** The failure of somebody who has no key at all. */
    public static JpodException missing(Descriptor layer) {
        return new JpodException(
                        ErrorCode.EXTERNAL,
                        "decrypting layer " + layer.digest() + ": missing private key needed for decryption")
                .withRemedy("the layer is encrypted for " + protocols(layer)
                        + ": pull the image with --decryption-key FILE[:pass=PASSWORD]");
    }

    private static String protocols(Descriptor layer) {
        List<String> found = new ArrayList<>();
        for (String name : layer.annotations().keySet()) {
            String prefix = LayerCipher.PREFIX + "keys.";
            if (name.startsWith(prefix)) {
                String shown = Digest.printable(name.substring(prefix.length()));
                found.add(shown.substring(1, shown.length() - 1));
            }
        }
        return found.isEmpty() ? "nobody" : "recipients of protocol " + String.join(" and ", found);
    }

    private static List<byte[]> messages(Descriptor layer, String annotation) {
        List<byte[]> result = new ArrayList<>();
        String text = layer.annotations().getOrDefault(annotation, "");
        for (String part : text.isEmpty() ? new String[0] : text.split(",", 0)) {
            try {
                result.add(Base64.getDecoder().decode(part));
            } catch (IllegalArgumentException e) {
                throw JpodException.external("annotation " + annotation + " is not in base64");
            }
        }
        return result;
    }
}
