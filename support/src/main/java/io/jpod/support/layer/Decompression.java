package io.jpod.support.layer;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** Compression formats of layers and archives, told apart by their first bytes. */
public enum Decompression {
    NONE,
    GZIP,
    ZSTD,
    BZIP2,
    XZ;

    private static final int BUFFER = 64 * 1024;

    /** The format of data that begins with these bytes; {@link #NONE} for what is not known. */
    public static Decompression of(byte[] head, int length) {
        if (starts(head, length, 0x1f, 0x8b)) {
            return GZIP;
        }
        if (starts(head, length, 0x28, 0xb5, 0x2f, 0xfd) || skippableFrame(head, length)) {
            return ZSTD;
        }
        if (starts(head, length, 'B', 'Z', 'h')) {
            return BZIP2;
        }
        return starts(head, length, 0xfd, '7', 'z', 'X', 'Z', 0) ? XZ : NONE;
    }

    private static boolean starts(byte[] head, int length, int... magic) {
        if (length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** Chunked zstd layers may begin with a frame of metadata, 0x184D2A5?; RFC 8878, 3.1.2. */
    private static boolean skippableFrame(byte[] head, int length) {
        return length >= 4
                && (head[0] & 0xf0) == 0x50
                && starts(new byte[] {head[1], head[2], head[3]}, 3, 0x2a, 0x4d, 0x18);
    }

    /**
     * The uncompressed data of a stream, all members or frames of it. Closing it closes the stream.
     *
     * @throws IOException when the stream cannot be read or begins damaged
     */
    public static InputStream open(InputStream in) throws IOException {
        InputStream buffered = new Eager(new BufferedInputStream(in, BUFFER));
        return switch (peek(buffered)) {
            case NONE -> buffered;
            case GZIP -> new GZIPInputStream(buffered, BUFFER);
            case ZSTD -> new ZstdInputStream(buffered);
            case BZIP2 -> new BZip2CompressorInputStream(buffered, true);
            case XZ -> Xz.open(buffered);
        };
    }

    /** The format of a stream that can go back six bytes, and does. */
    public static Decompression peek(InputStream in) throws IOException {
        in.mark(8);
        byte[] head = new byte[6];
        int length = in.readNBytes(head, 0, head.length);
        in.reset();
        return of(head, length);
    }

    /**
     * Apart, so that nothing but xz data loads a class of its library, not even Java's verifier. The library's package is sealed: where
     * an archive of classes (decision 24) has one of them, recorded with the place where the distribution was built, the others may not
     * come from the same jar elsewhere.
     */
    private static final class Xz {
        private static final int MEMORY_KIB = 512 * 1024;

        private Xz() {}

        static InputStream open(InputStream in) throws IOException {
            return new XZInputStream(in, MEMORY_KIB);
        }
    }

    /** Always has something available: GZIPInputStream looks for a further member only then, and a socket often has nothing yet. */
    private static final class Eager extends FilterInputStream {
        Eager(InputStream in) {
            super(in);
        }

        @Override
        public int available() {
            return 1;
        }
    }
}
