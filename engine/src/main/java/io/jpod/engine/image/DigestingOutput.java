package io.jpod.engine.image;

import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Counts and hashes what passes. */
final class DigestingOutput extends FilterOutputStream {
    private final Sha256 sha = new Sha256();
    private long count;

    DigestingOutput(OutputStream out) {
        super(out);
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

    long count() {
        return count;
    }

    /** The digest of all that passed; to be asked once. */
    Digest digest() {
        return sha.finish();
    }
}
