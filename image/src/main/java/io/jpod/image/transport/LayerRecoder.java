package io.jpod.image.transport;

import com.github.luben.zstd.ZstdOutputStream;
import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import io.jpod.support.layer.Decompression;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Decides whether a layer is sent as it is, plain or compressed anew, and does it. */
public final class LayerRecoder {
    private static final int BUFFER = 1 << 16;

    private final String format;
    private final Optional<Integer> level;
    private final boolean plain;
    private final boolean compressed;
    private final boolean docker;

    /**
     * Takes what was asked for.
     *
     * @param format {@code gzip} or {@code zstd}; empty to keep what is there
     * @param force also compress anew what has another format
     * @param plain the place wants plain tars
     * @param compressed the place wants compressed layers
     * @param level how hard to compress: -1 or 0 to 9 for gzip, 1 to 22 for zstd
     * @param docker the manifest is of Docker's family
     * @throws JpodException UNSUPPORTED for a compression that cannot be made, USAGE for a level that it does not have
     */
    public LayerRecoder(
            String format, Optional<Integer> level, boolean force, boolean plain, boolean compressed, boolean docker) {
        if (!format.isEmpty()) {
            checkFormat(format);
        }
        this.format = format.isEmpty() && force ? "gzip" : format;
        this.level = level;
        if (!plain) {
            level.ifPresent(this::checkLevel);
        }
        this.plain = plain;
        this.compressed = compressed;
        this.docker = docker;
    }

    private void checkLevel(int value) {
        boolean zstd = format.equals("zstd");
        if (zstd ? value < 1 || value > 22 : value < -1 || value > 9) {
            throw JpodException.usage("invalid compression level " + value + " for " + (zstd ? "zstd" : "gzip"))
                    .withRemedy(zstd ? "use 1 to 22" : "use 1 to 9, 0 for none, or -1 for the usual");
        }
    }

    /** Whether layers can be compressed so. */
    public static boolean makes(String format) {
        return format.equals("gzip") || format.equals("zstd");
    }

    /** @throws JpodException UNSUPPORTED for a compression that cannot be made */
    public static void checkFormat(String format) {
        if (!makes(format)) {
            throw JpodException.unsupported("compression format " + format + " is not supported")
                    .withRemedy("use gzip or zstd");
        }
    }

    /**
     * The layer as it is to be sent: itself, or a new form that is then in the scratch file.
     *
     * @param blob is read, and compared with the digest, only for a new form
     * @throws JpodException EXTERNAL when the layer is damaged
     */
    public Descriptor recode(Descriptor layer, ImageDestination.Content blob, Path scratch) {
        String has = MediaTypes.layerCompression(layer.mediaType());
        String wants = wanted(has == null ? "" : has);
        if (has == null || wants.equals(has)) {
            return layer;
        }
        try (Checked checked = new Checked(blob.open());
                InputStream in = Decompression.open(checked)) {
            Sha256 sha = new Sha256();
            Counted out = new Counted(new BufferedOutputStream(Files.newOutputStream(scratch), BUFFER), sha);
            try (OutputStream coded = coded(out, wants)) {
                in.transferTo(coded);
            }
            checked.finish(layer);
            String type = docker && !wants.equals("zstd")
                    ? MediaTypes.DOCKER_LAYER + (wants.isEmpty() ? "" : "." + wants)
                    : MediaTypes.OCI_LAYER + (wants.isEmpty() ? "" : "+" + wants);
            return Descriptor.of(type, sha.finish(), out.count);
        } catch (IOException e) {
            throw JpodException.host("compressing layer " + layer.digest(), e);
        }
    }

    private String wanted(String has) {
        if (plain) {
            return "";
        }
        if (!format.isEmpty()) {
            return format;
        }
        return has.isEmpty() && compressed ? "gzip" : has;
    }

    private OutputStream coded(OutputStream out, String compression) throws IOException {
        return switch (compression) {
            case "gzip" ->
                new GZIPOutputStream(out, BUFFER) {
                    {
                        level.ifPresent(value -> def.setLevel(value));
                    }
                };
            case "zstd" -> new ZstdOutputStream(out, level.orElse(3));
            default -> out;
        };
    }

    /** Hashes what is read. */
    private static final class Checked extends FilterInputStream {
        private final Sha256 sha = new Sha256();

        Checked(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = in.read(buffer, offset, length);
            if (n > 0) {
                sha.update(buffer, offset, n);
            }
            return n;
        }

        @Override
        public long skip(long count) throws IOException {
            return readNBytes((int) Math.min(count, BUFFER)).length;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        /** Reads what a decompressor left, and compares. */
        void finish(Descriptor layer) throws IOException {
            transferTo(OutputStream.nullOutputStream());
            Digest got = sha.finish();
            if (!got.equals(layer.digest())) {
                throw JpodException.external(
                        "reading layer: Digest did not match, expected " + layer.digest() + ", got " + got);
            }
        }
    }

    /** Counts and hashes what passes. */
    private static final class Counted extends FilterOutputStream {
        private final Sha256 sha;
        private long count;

        Counted(OutputStream out, Sha256 sha) {
            super(out);
            this.sha = sha;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            out.write(buffer, offset, length);
            sha.update(buffer, offset, length);
            count += length;
        }
    }
}
