package io.jpod.image.content;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Blobs by digest. A blob is complete and has its digest as soon as it can be seen; it survives a power cut from when an image that
 * needs it is installed, which syncs the file system once for all of them. Thread-safe.
 */
public final class BlobStore {
    private static final int BUFFER = 1 << 16;

    private final Path directory;

    public BlobStore(Path root) {
        this.directory = root.resolve("blobs").resolve("sha256");
    }

    public boolean contains(Digest digest) {
        return Files.isRegularFile(path(digest));
    }

    /** Where a blob is or would be. */
    public Path path(Digest digest) {
        return directory.resolve(digest.hex());
    }

    public InputStream open(Digest digest) throws IOException {
        return Files.newInputStream(path(digest));
    }

    /**
     * Reads a stream to its end into the store, in small pieces.
     *
     * @throws JpodException EXTERNAL when length or digest differ, HOST when it cannot be written; nothing is left then
     * @throws IOException when the stream fails
     */
    public void add(Lease lease, Descriptor descriptor, InputStream in) throws IOException {
        add(lease, descriptor, in, Arrival.unfollowed());
    }

    /**
     * As above, for a reader that follows; its end is the caller's to tell.
     *
     * @throws JpodException as above
     * @throws IOException when the stream fails
     */
    public void add(Lease lease, Descriptor descriptor, InputStream in, Arrival arrival) throws IOException {
        Path temporary = lease.directory().resolve("blob-" + descriptor.digest().hex());
        Sha256 sha = new Sha256();
        boolean done = false;
        try (FileChannel out = create(temporary)) {
            arrival.began(temporary);
            byte[] buffer = new byte[BUFFER];
            long size = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                if (size > descriptor.size()) {
                    break;
                }
                sha.update(buffer, 0, n);
                write(out, buffer, n, temporary);
                arrival.at(size);
            }
            check(descriptor, size, sha.finish());
            publish(temporary, descriptor.digest());
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /**
     * Takes over a finished file of a lease, whose content is known to have this digest.
     *
     * @throws JpodException HOST
     */
    public void take(Path file, Digest digest) {
        publish(file, digest);
    }

    static void check(Descriptor descriptor, long size, Digest got) {
        if (size > descriptor.size()) {
            throw new JpodException(
                    ErrorCode.EXTERNAL,
                    "writing blob " + descriptor.digest() + ": it is longer than the " + descriptor.size()
                            + " bytes that its manifest says");
        }
        if (!got.equals(descriptor.digest())) {
            throw new JpodException(
                    ErrorCode.EXTERNAL,
                    "writing blob: Digest did not match, expected " + descriptor.digest() + ", got " + got
                            + (size < descriptor.size()
                                    ? " (the stream ended after " + size + " of " + descriptor.size() + " bytes)"
                                    : ""));
        }
        if (size != descriptor.size()) {
            throw new JpodException(
                    ErrorCode.EXTERNAL,
                    "writing blob " + descriptor.digest() + ": size is " + size + ", expected " + descriptor.size());
        }
    }

    private static FileChannel create(Path file) {
        try {
            return FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw JpodException.host("storing blob to file " + file, e);
        }
    }

    static void write(FileChannel out, byte[] buffer, int length, Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw JpodException.host("storing blob to file " + file, e);
        }
    }

    /** Moves a finished file, whose content has this digest, into the store. */
    void publish(Path file, Digest digest) {
        try {
            Files.createDirectories(directory);
            Files.move(file, path(digest), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw JpodException.host("storing blob to file " + path(digest), e);
        }
    }

    List<Digest> all() {
        List<Digest> result = new ArrayList<>();
        String[] names = new File(directory.toString()).list();
        if (names != null) {
            for (String name : names) {
                if (Digest.isHex(name, 64)) {
                    result.add(Digest.ofHex(name));
                }
            }
        }
        return result;
    }

    void remove(Digest digest) throws IOException {
        Files.deleteIfExists(path(digest));
    }
}
