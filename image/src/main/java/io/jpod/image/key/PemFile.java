package io.jpod.image.key;

import io.jpod.api.JpodException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Blocks of a PEM file (RFC 7468), with the encryption of old ones (RFC 1421, as OpenSSL does it). */
public final class PemFile {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private PemFile() {}

    /** @param cipher what {@code DEK-Info} says; empty when the block is not encrypted in the old way */
    public record Block(String label, String cipher, byte[] content) {
        /** The plain content of a block that was encrypted in the old way. */
        public byte[] decrypt(byte[] password) throws GeneralSecurityException {
            int comma = cipher.indexOf(',');
            String name = comma < 0 ? "" : cipher.substring(0, comma).trim().toUpperCase(Locale.ROOT);
            int bits = switch (name) {
                case "AES-128-CBC" -> 128;
                case "AES-192-CBC", "DES-EDE3-CBC" -> 192;
                case "AES-256-CBC" -> 256;
                default ->
                    throw JpodException.unsupported("keys that are encrypted by " + cipher + " are not supported")
                            .withRemedy("write the key anew, for example with openssl pkcs8 -topk8");
            };
            byte[] iv;
            try {
                iv = HexFormat.of().parseHex(cipher.substring(comma + 1).trim());
            } catch (IllegalArgumentException e) {
                throw new GeneralSecurityException("no valid DEK-Info", e);
            }
            boolean des = name.startsWith("DES");
            Cipher decryption = Cipher.getInstance(des ? "DESede/CBC/PKCS5Padding" : "AES/CBC/PKCS5Padding");
            decryption.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(stretch(password, iv, bits / 8), des ? "DESede" : "AES"),
                    new IvParameterSpec(iv));
            return decryption.doFinal(content);
        }

        /** OpenSSL's EVP_BytesToKey with MD5 and one round; the salt is the beginning of the initialization vector. */
        private static byte[] stretch(byte[] password, byte[] iv, int length) throws GeneralSecurityException {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            byte[] key = new byte[length];
            byte[] last = new byte[0];
            for (int have = 0; have < length; have += last.length) {
                md5.update(last);
                md5.update(password);
                md5.update(iv, 0, 8);
                last = md5.digest();
                System.arraycopy(last, 0, key, have, Math.min(last.length, length - have));
            }
            return key;
        }
    }

    /** All blocks of a file; none when it is not in PEM. */
    public static List<Block> blocks(byte[] file) {
        List<Block> result = new ArrayList<>();
        String text = new String(file, StandardCharsets.ISO_8859_1);
        for (int begin = text.indexOf(BEGIN); begin >= 0; begin = text.indexOf(BEGIN, begin + 1)) {
            int named = text.indexOf(DASHES, begin + BEGIN.length());
            if (named < 0) {
                break;
            }
            String label = text.substring(begin + BEGIN.length(), named);
            int end = text.indexOf(END + label + DASHES, named);
            if (end < 0) {
                break;
            }
            block(label, text.substring(named + DASHES.length(), end), result);
        }
        return result;
    }

    private static void block(String label, String body, List<Block> result) {
        StringBuilder base64 = new StringBuilder();
        String cipher = "";
        for (String line : body.split("\n", 0)) {
            if (line.startsWith("DEK-Info:")) {
                cipher = line.substring("DEK-Info:".length()).trim();
            } else if (line.indexOf(':') < 0) {
                base64.append(line.trim());
            }
        }
        try {
            result.add(new Block(label, cipher, Base64.getDecoder().decode(base64.toString())));
        } catch (IllegalArgumentException e) {
            // Armour of another kind, PGP's for example, or damaged.
        }
    }

    public static char[] characters(byte[] password) {
        char[] result = new char[password.length];
        String text = new String(password, StandardCharsets.UTF_8);
        text.getChars(0, text.length(), result, 0);
        return Arrays.copyOf(result, text.length());
    }
}
