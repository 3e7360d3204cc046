package io.jpod.engine.layer;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.lock.LockManager;
import io.jpod.api.lock.LockName;
import io.jpod.api.storage.LayerDraft;
import io.jpod.api.storage.LayerId;
import io.jpod.api.storage.StorageDriver;
import io.jpod.support.json.JsonObject;
import io.jpod.support.layer.Decompression;
import io.jpod.support.layer.LayerApplier;
import io.jpod.support.layer.LayerOptions;
import io.jpod.support.layer.LayerSummary;
import io.jpod.support.layer.ReadAhead;
import io.jpod.support.posix.Posix;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;

/** Fills drafts of image layers and commits them. Thread-safe. */
final class LayerUnpacker {
    private static final int BUFFER = 1 << 16;

    private final StorageDriver driver;
    private final LayerRecords records;
    private final HostFacts host;
    private final LockManager locks;
    private final Posix posix;
    private final Log log;

    LayerUnpacker(StorageDriver driver, LayerRecords records, HostFacts host, LockManager locks, Posix posix, Log log) {
        this.driver = driver;
        this.records = records;
        this.host = host;
        this.locks = locks;
        this.posix = posix;
        this.log = log;
    }

    /** @param vouched true when the blob's stream ends only if its bytes have the diff id, should they be a plain tar */
    Unpacked unpack(LayerId layer, Optional<LayerId> parent, String diffId, InputStream blob, boolean vouched) {
        try (LayerDraft draft = driver.create(layer, parent)) {
            Digesting tar = digesting(blob, ContentLimit.of(host.environment()), vouched);
            LayerSummary summary = apply(tar, draft);
            tar.check(diffId);
            if (summary.skippedDevices() > 0 || summary.skippedXattrs() > 0) {
                log.debug("layer " + layer + ": left out " + summary.skippedDevices() + " device nodes and "
                        + summary.skippedXattrs() + " extended attributes");
            }
            JsonObject record = new JsonObject()
                    .put("diffId", diffId)
                    .put("parent", parent.map(LayerId::value).orElse(null))
                    .put("size", tar.count)
                    .put("idLimit", summary.idLimit());
            return commit(layer, draft, record, false);
        }
    }

    /**
     * Commits unless somebody else was faster.
     *
     * @param sync false when the caller syncs before it lets anything refer to the layer
     */
    Unpacked commit(LayerId layer, LayerDraft draft, JsonObject record, boolean sync) {
        LockManager.Lock lock = locks.exclusive(new LockName(LockName.Scope.LAYER, layer.value()));
        try {
            boolean reused = driver.exists(layer);
            if (!reused) {
                records.write(layer, record);
                if (sync) {
                    draft.commit();
                } else {
                    draft.commitWithoutSync();
                }
            }
            return describe(layer, record, reused);
        } finally {
            lock.close();
        }
    }

    static Unpacked describe(LayerId layer, JsonObject record, boolean reused) {
        return new Unpacked(
                layer, record.getString("diffId", ""), record.getLong("size", 0), record.getLong("idLimit", 1), reused);
    }

    /** Inflating and hashing go on beside the making of files. */
    private LayerSummary apply(Digesting tar, LayerDraft draft) {
        IdMapping ids = host.namespaceIds();
        boolean single = IdMapping.count(ids.uids()) == 1 || IdMapping.count(ids.gids()) == 1;
        LayerOptions options = LayerOptions.forDraft(draft)
                .singleOwner(single)
                .devices(!host.rootless())
                .maxBytes(ContentLimit.of(host.environment()))
                .build();
        try (ReadAhead ahead = new ReadAhead(tar)) {
            return new LayerApplier(posix).apply(ahead, draft.directory(), options);
        } catch (IOException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "reading layer", e);
        }
    }

    private static Digesting digesting(InputStream blob, long limit, boolean vouched) {
        try {
            InputStream in = new BufferedInputStream(blob, BUFFER);
            boolean plain = Decompression.peek(in) == Decompression.NONE;
            return new Digesting(
                    Decompression.open(in),
                    vouched && plain ? Optional.empty() : Optional.of(ChainIds.sha256()),
                    limit);
        } catch (IOException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "reading layer", e);
        }
    }

    /**
     * Counts, limits and, unless somebody else does, digests what passes; not buffered, as its reader takes large pieces. Closing it
     * leaves the blob's stream open.
     */
    private static final class Digesting extends FilterInputStream {
        private final Optional<MessageDigest> digest;
        private final long limit;
        private long count;

        Digesting(InputStream in, Optional<MessageDigest> digest, long limit) {
            super(in);
            this.digest = digest;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            if (n > 0) {
                if (digest.isPresent()) {
                    digest.get().update(buffer, offset, n);
                }
                count += n;
            }
            if (count > limit) {
                throw JpodException.external("layer is larger than " + limit + " bytes");
            }
            return n;
        }

        void check(String diffId) {
            if (digest.isEmpty()) {
                return;
            }
            String found = "sha256:" + ChainIds.hex(digest.get().digest());
            if (!found.equals(diffId)) {
                throw new JpodException(
                        ErrorCode.EXTERNAL, "layer does not match its diff id " + diffId + ": it is " + found);
            }
        }

        @Override
        public long skip(long n) throws IOException {
            throw new IOException("a digest skips nothing");
        }

        @Override
        public void close() {}
    }
}
