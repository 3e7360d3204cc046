package io.jpod.support.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class DecompressionTest {
    private static final String TEXT = "some text that is compressed ".repeat(10_000);

    private static byte[] compress(Decompression format, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = switch (format) {
            case NONE -> bytes;
            case GZIP -> new GZIPOutputStream(bytes);
            case ZSTD -> new ZstdOutputStream(bytes);
            case BZIP2 -> new BZip2CompressorOutputStream(bytes);
            case XZ -> new XZOutputStream(bytes, new LZMA2Options(1));
        }) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String open(InputStream in) throws IOException {
        try (InputStream opened = Decompression.open(in)) {
            return new String(opened.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachFormatIsKnownByItsFirstBytes(Decompression format) throws IOException {
        byte[] data = compress(format, TEXT);
        assertEquals(format, Decompression.of(data, data.length));
        assertEquals(TEXT, open(new ByteArrayInputStream(data)));
    }

    @ParameterizedTest
    @EnumSource
    void severalMembersAreOneStreamAlsoWhenTheyComeSlowly(Decompression format) throws IOException {
        byte[] one = compress(format, TEXT);
        byte[] two = compress(format, "second");
        byte[] both = new byte[one.length + two.length];
        System.arraycopy(one, 0, both, 0, one.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        // As from a network: nothing is ever available in advance, and reads are short.
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(both)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int n = Math.min(length, one.length);
                return super.read(buffer, offset, n);
            }

            @Override
            public int available() {
                return 0;
            }
        };
        assertEquals(TEXT + "second", open(slow));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void truncatedDataIsAnError(Decompression format) throws IOException {
        byte[] data = compress(format, TEXT);
        assertThrows(IOException.class, () -> open(new ByteArrayInputStream(data, 0, data.length - 12)));
    }

    @Test
    void emptyAndShortStreamsArePlain() throws IOException {
        assertEquals("", open(new ByteArrayInputStream(new byte[0])));
        assertEquals("ab", open(new ByteArrayInputStream("ab".getBytes(StandardCharsets.UTF_8))));
    }
}
