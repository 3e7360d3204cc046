package io.jpod.engine.volume;

import io.jpod.api.JpodException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names for volumes that nobody named. */
public final class VolumeNames {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private VolumeNames() {}

    /** 64 hexadecimal digits. */
    public static String random() {
        byte[] bytes = new byte[32];
        Path source = Path.of("/dev/urandom");
        try (InputStream in = Files.newInputStream(source)) {
            if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
                throw JpodException.host("reading " + source, null);
            }
        } catch (IOException e) {
            throw JpodException.host("reading " + source, e);
        }
        StringBuilder name = new StringBuilder(64);
        for (byte b : bytes) {
            name.append(HEX[b >> 4 & 15]).append(HEX[b & 15]);
        }
        return name.toString();
    }
}
