package io.jpod.plugins.store;

import io.jpod.api.JpodException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of files, in hexadecimal. */
final class Checksum {
    private static final int CHUNK = 1 << 16;

    private Checksum() {}

    static String sha256(Path file) {
        return of(file, "SHA-256");
    }

    /** @param algorithm as {@link MessageDigest} calls it */
    static String of(Path file, String algorithm) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw JpodException.host("reading " + file, e);
        } catch (NoSuchAlgorithmException e) {
            throw JpodException.internal("computing " + algorithm, e);
        }
    }
}
