package io.jpod.image.content;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import io.jpod.image.registry.TemporaryFailure;
import io.jpod.image.transport.ImageSource;
import io.jpod.support.posix.Posix;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Fetches blobs from far away: each once for all processes, and on from the byte that an earlier attempt, of whatever process, had.
 *
 * <p>{@code blobs/partial/HEX} holds the beginning of a blob; who writes it holds a lock on {@code HEX.lock} beside it, which dies
 * with the process. A beginning is kept for a day. Thread-safe.
 */
public final class PartialBlobs {
    private static final int BUFFER = 1 << 16;
    private static final int WAIT_MILLIS = 50;
    private static final Duration KEPT = Duration.ofDays(1);

    /** Whoever got this far before the line broke goes on at once; with less, the caller decides whether to try again. */
    private static final long PROGRESS = 1 << 20;

    private final Path directory;
    private final BlobStore blobs;
    private final Posix posix;
    private final Clock clock;

    public PartialBlobs(Path root, BlobStore blobs, Posix posix, Clock clock) {
        this.directory = root.resolve("blobs").resolve("partial");
        this.blobs = blobs;
        this.posix = posix;
        this.clock = clock;
    }

    /**
     * Makes a blob be in the store; when another process is fetching it, by waiting for that one.
     *
     * @param progress is told how many bytes are there
     * @throws JpodException EXTERNAL when length or digest differ, HOST when it cannot be written; nothing is left then
     * @throws IOException when the source fails; what had arrived is kept
     */
    public void fetch(Descriptor blob, ImageSource source, LongConsumer progress) throws IOException {
        fetch(blob, source, progress, Arrival.unfollowed());
    }

    /**
     * As above, for a reader that follows; its end is the caller's to tell.
     *
     * @throws JpodException as above
     * @throws IOException as above
     */
    public void fetch(Descriptor blob, ImageSource source, LongConsumer progress, Arrival arrival) throws IOException {
        if (blobs.contains(blob.digest())) {
            return;
        }
        Path lockFile = directory.resolve(blob.digest().hex() + ".lock");
        int lock = lock(lockFile);
        try {
            if (!blobs.contains(blob.digest())) {
                download(blob, source, progress, arrival);
            }
        } finally {
            Files.deleteIfExists(lockFile);
            posix.close(lock);
        }
    }

    private int lock(Path lockFile) throws IOException {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw JpodException.host("making directory " + directory, e);
        }
        while (true) {
            Optional<Integer> descriptor = Lease.lock(posix, lockFile, Posix.O_CREAT);
            if (descriptor.isPresent()) {
                return descriptor.get();
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new JpodException(ErrorCode.INTERRUPTED, "waiting for another process that fetches a blob");
            }
            posix.poll(new int[0], new short[0], new short[0], WAIT_MILLIS);
        }
    }

    private void download(Descriptor blob, ImageSource source, LongConsumer progress, Arrival arrival)
            throws IOException {
        Path file = directory.resolve(blob.digest().hex());
        boolean keep = false;
        try (FileChannel out = open(file)) {
            arrival.began(file);
            Attempt attempt = new Attempt(blob, file, out, progress, arrival);
            try {
                boolean resumed = attempt.readKept();
                attempt.fill(source);
                if (resumed && !attempt.isRight()) {
                    // What was kept may have been damaged; what comes in one piece decides.
                    attempt.restart();
                    attempt.fill(source);
                }
                attempt.check();
                blobs.publish(file, blob.digest());
                keep = true;
            } catch (IOException e) {
                keep = attempt.have > 0;
                throw e;
            } catch (JpodException e) {
                keep = attempt.have > 0 && !attempt.wrong && e.code() != ErrorCode.HOST;
                throw e;
            }
        } finally {
            if (!keep) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static FileChannel open(Path file) {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw JpodException.host("storing blob to file " + file, e);
        }
    }

    /** Removes beginnings that nobody works on and that are older than a day. */
    void sweep() throws IOException {
        remove(clock.instant().minus(KEPT).toEpochMilli());
    }

    /** Removes all beginnings that nobody works on. */
    public void removeAll() {
        try {
            remove(Long.MAX_VALUE);
        } catch (IOException e) {
            throw JpodException.host("removing unfinished downloads in " + directory, e);
        }
    }

    private void remove(long untilMillis) throws IOException {
        String[] names = new File(directory.toString()).list();
        if (names == null) {
            return;
        }
        for (String name : names) {
            String hex = name.endsWith(".lock") ? name.substring(0, name.length() - ".lock".length()) : name;
            File file = new File(directory.toString(), name);
            if (!Digest.isHex(hex, 64) || file.lastModified() > untilMillis) {
                continue;
            }
            Path lockFile = directory.resolve(hex + ".lock");
            Optional<Integer> lock = Lease.lock(posix, lockFile, Posix.O_CREAT);
            if (lock.isPresent()) {
                try {
                    if (!name.endsWith(".lock")) {
                        Files.deleteIfExists(file.toPath());
                    }
                    Files.deleteIfExists(lockFile);
                } finally {
                    posix.close(lock.get());
                }
            }
        }
    }

    /** One blob on its way into its file. */
    private static final class Attempt {
        private final Descriptor blob;
        private final Path file;
        private final FileChannel out;
        private final LongConsumer progress;
        private final Arrival arrival;
        private Sha256 sha = new Sha256();
        private Digest got;
        private long have;
        private boolean wrong;

        Attempt(Descriptor blob, Path file, FileChannel out, LongConsumer progress, Arrival arrival) {
            this.blob = blob;
            this.file = file;
            this.out = out;
            this.progress = progress;
            this.arrival = arrival;
        }

        private void tell() {
            arrival.at(have);
            progress.accept(have);
        }

        /** @return whether something of use was there */
        boolean readKept() {
            try {
                if (out.size() > blob.size()) {
                    restart();
                    return false;
                }
                ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
                for (int n = out.read(buffer); n >= 0; n = out.read(buffer)) {
                    sha.update(buffer.array(), 0, n);
                    have += n;
                    buffer.clear();
                }
            } catch (IOException e) {
                throw JpodException.host("reading file " + file, e);
            }
            tell();
            return have > 0;
        }

        void restart() {
            arrival.at(0);
            try {
                out.truncate(0);
                out.position(0);
            } catch (IOException e) {
                throw JpodException.host("storing blob to file " + file, e);
            }
            sha = new Sha256();
            have = 0;
        }

        void fill(ImageSource source) throws IOException {
            got = null;
            while (have < blob.size()) {
                long before = have;
                try {
                    if (!copy(source)) {
                        break;
                    }
                } catch (TemporaryFailure e) {
                    if (have - before < PROGRESS) {
                        throw e;
                    }
                }
            }
        }

        /** @return false when the source had less to give than the manifest says */
        private boolean copy(ImageSource source) throws IOException {
            try (ImageSource.Part part = source.blob(blob, have)) {
                if (part.offset() != have) {
                    restart();
                }
                InputStream in = part.stream();
                byte[] buffer = new byte[BUFFER];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    if (have + n > blob.size()) {
                        wrong = true;
                        throw new JpodException(
                                ErrorCode.EXTERNAL,
                                "writing blob " + blob.digest() + ": it is longer than the " + blob.size()
                                        + " bytes that its manifest says");
                    }
                    sha.update(buffer, 0, n);
                    BlobStore.write(out, buffer, n, file);
                    have += n;
                    tell();
                }
                return have == blob.size();
            }
        }

        boolean isRight() {
            if (got == null) {
                got = sha.finish();
            }
            return have == blob.size() && got.equals(blob.digest());
        }

        void check() {
            if (!isRight()) {
                wrong = true;
                BlobStore.check(blob, have, got);
            }
        }
    }
}
