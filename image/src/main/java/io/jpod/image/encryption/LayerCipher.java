package io.jpod.image.encryption;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import io.jpod.image.transport.ImageDestination;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts and decrypts layers from file to file: {@code AES_256_CTR_HMAC_SHA256}, encrypt-then-MAC. Stateless. */
public final class LayerCipher {
    /** The annotation with the public options. */
    static final String PUBLIC_OPTIONS = "org.opencontainers.image.enc.pubopts";

    /** All annotations that encryption adds begin with it. */
    static final String PREFIX = "org.opencontainers.image.enc.";

    private static final String NAME = "AES_256_CTR_HMAC_SHA256";
    private static final int BUFFER = 1 << 16;

    private LayerCipher() {}

    /** What came out of a pass over a file. */
    private record Pass(byte[] hmac, Digest digest, long size) {}

    /**
     * Encrypts a layer with a key of its own.
     *
     * @param scratch a directory for what recipients' programs need
     * @return how the encrypted layer is described, annotations included
     * @throws JpodException HOST, or what a recipient's key leads to
     */
    public static Descriptor encrypt(
            Descriptor layer, ImageDestination.Content content, Path encrypted, Recipients recipients, Path scratch) {
        LayerSecret secret = LayerSecret.random(layer.digest());
        Pass pass;
        try {
            pass = pass(content, encrypted, secret, true);
        } catch (IOException e) {
            throw JpodException.host("encrypting layer " + layer.digest(), e);
        }
        Map<String, String> annotations = new LinkedHashMap<>(layer.annotations());
        annotations.putAll(recipients.wrap(secret.toJson(), scratch));
        JsonObject options = new JsonObject()
                .put("cipher", NAME)
                .put("hmac", Base64.getEncoder().encodeToString(pass.hmac()))
                .put("cipheroptions", new JsonObject());
        annotations.put(
                PUBLIC_OPTIONS,
                Base64.getEncoder().encodeToString(Json.compact(options).getBytes(StandardCharsets.UTF_8)));
        return new Descriptor(
                MediaTypes.encrypted(layer.mediaType()),
                pass.digest(),
                pass.size(),
                layer.platform(),
                annotations,
                layer.urls());
    }

    /**
     * Decrypts a layer. When something is wrong with it, no file is left.
     *
     * @return how the plain layer is described
     * @throws JpodException EXTERNAL when the HMAC or the digest of the plain layer differ, UNSUPPORTED for another cipher
     */
    public static Descriptor decrypt(Descriptor layer, Path content, Path plain, LayerSecret secret) {
        byte[] expected = expectedHmac(layer);
        boolean right = false;
        try {
            Pass pass = pass(() -> Files.newInputStream(content), plain, secret, false);
            if (!MessageDigest.isEqual(expected, pass.hmac())) {
                throw JpodException.external("decrypting layer " + layer.digest()
                        + ": its HMAC does not match: it was changed after it was encrypted");
            }
            if (!secret.digest().isEmpty()
                    && !secret.digest().equals(pass.digest().toString())) {
                throw JpodException.external("decrypting layer " + layer.digest()
                        + ": Digest did not match, expected " + Digest.printable(secret.digest()) + ", got "
                        + pass.digest());
            }
            right = true;
            Map<String, String> annotations = new LinkedHashMap<>(layer.annotations());
            annotations.keySet().removeIf(name -> name.startsWith(PREFIX));
            return new Descriptor(
                    MediaTypes.decrypted(layer.mediaType()),
                    pass.digest(),
                    pass.size(),
                    layer.platform(),
                    annotations,
                    layer.urls());
        } catch (IOException e) {
            throw JpodException.host("decrypting layer " + layer.digest(), e);
        } finally {
            if (!right) {
                delete(plain);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It goes with the directory of its lease.
        }
    }

    private static byte[] expectedHmac(Descriptor layer) {
        String cipher;
        byte[] hmac;
        try {
            byte[] json = Base64.getDecoder().decode(layer.annotations().getOrDefault(PUBLIC_OPTIONS, ""));
            JsonObject options = Json.parseObject(json);
            cipher = options.getString("cipher", "");
            hmac = Base64.getDecoder().decode(options.getString("hmac", ""));
        } catch (JpodException | IllegalArgumentException e) {
            throw new JpodException(
                    ErrorCode.EXTERNAL,
                    "decrypting layer " + layer.digest() + ": its annotation " + PUBLIC_OPTIONS + " is not valid",
                    e);
        }
        if (!cipher.equals(NAME)) {
            throw JpodException.unsupported("decrypting layer " + layer.digest() + ": cipher "
                    + Digest.printable(cipher) + " is not supported");
        }
        return hmac;
    }

    private static Pass pass(ImageDestination.Content from, Path to, LayerSecret secret, boolean encrypt)
            throws IOException {
        try (InputStream in = from.open();
                OutputStream out = Files.newOutputStream(to)) {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    encrypt ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE,
                    new SecretKeySpec(secret.key(), "AES"),
                    new IvParameterSpec(secret.nonce()));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.key(), "HmacSHA256"));
            Sha256 sha = new Sha256();
            byte[] buffer = new byte[BUFFER];
            byte[] turned = new byte[BUFFER];
            long size = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new JpodException(ErrorCode.INTERRUPTED, "encrypting or decrypting a layer");
                }
                int length = cipher.update(buffer, 0, n, turned, 0);
                if (encrypt) {
                    mac.update(turned, 0, length);
                } else {
                    mac.update(buffer, 0, n);
                }
                sha.update(turned, 0, length);
                out.write(turned, 0, length);
                size += length;
            }
            return new Pass(mac.doFinal(), sha.finish(), size);
        } catch (GeneralSecurityException e) {
            throw JpodException.internal("this Java has no " + NAME, e);
        }
    }
}
