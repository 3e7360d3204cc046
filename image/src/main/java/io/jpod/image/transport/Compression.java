package io.jpod.image.transport;

import com.github.luben.zstd.ZstdInputStream;
import io.jpod.api.JpodException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** Finds a stream's compression by its first bytes. */
public enum Compression {
    NONE,
    GZIP,
    ZSTD,
    BZIP2,
    XZ;

    private static final int BUFFER = 1 << 16;

    /** Looks at the first bytes. */
    public static Compression of(byte[] head, int length) {
        if (length >= 3 && head[0] == 0x1f && (head[1] & 0xff) == 0x8b && head[2] == 8) {
            return GZIP;
        }
        if (length >= 4 && head[0] == 0x28 && (head[1] & 0xff) == 0xb5 && head[2] == 0x2f && (head[3] & 0xff) == 0xfd) {
            return ZSTD;
        }
        if (length >= 3 && head[0] == 'B' && head[1] == 'Z' && head[2] == 'h') {
            return BZIP2;
        }
        if (length >= 6 && (head[0] & 0xff) == 0xfd && head[1] == '7' && head[2] == 'z' && head[3] == 'X') {
            return XZ;
        }
        return NONE;
    }

    /** Looks at a stream without consuming it; the stream must be able to go back 8 bytes. */
    public static Compression peek(BufferedInputStream in) throws IOException {
        in.mark(8);
        byte[] head = new byte[8];
        int length = in.readNBytes(head, 0, 8);
        in.reset();
        return of(head, length);
    }

    /**
     * The plain form of a stream, whatever its compression.
     *
     * @throws JpodException UNSUPPORTED for xz
     */
    public static InputStream plain(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, BUFFER);
        return switch (peek(in)) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in, BUFFER);
            case ZSTD -> new ZstdInputStream(in);
            case BZIP2 -> new BZip2CompressorInputStream(in, true);
            case XZ ->
                throw JpodException.unsupported("archives compressed by xz are not supported")
                        .withRemedy("decompress it first: xz -d");
        };
    }
}
