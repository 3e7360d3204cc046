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
import io.jpod.support.posix.Posix;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;

/** Fills drafts of image layers and commits them. Thread-safe. */
final class LayerUnpacker {
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

    Unpacked unpack(LayerId layer, Optional<LayerId> parent, String diffId, InputStream blob) {
        try (LayerDraft draft = driver.create(layer, parent)) {
            Digesting tar = digesting(blob);
            LayerSummary summary = apply(tar, draft);
            String found = "sha256:" + ChainIds.hex(tar.digest.digest());
            if (!found.equals(diffId)) {
                throw new JpodException(
                        ErrorCode.EXTERNAL, "layer does not match its diff id " + diffId + ": it is " + found);
            }
            if (summary.skippedDevices() > 0 || summary.skippedXattrs() > 0) {
                log.debug("layer " + layer + ": left out " + summary.skippedDevices() + " device nodes and "
                        + summary.skippedXattrs() + " extended attributes");
            }
            JsonObject record = new JsonObject()
                    .put("diffId", diffId)
                    .put("parent", parent.map(LayerId::value).orElse(null))
                    .put("size", tar.count)
                    .put("idLimit", summary.idLimit());
            return commit(layer, draft, record);
        }
    }

    /** Commits unless somebody else was faster. */
    Unpacked commit(LayerId layer, LayerDraft draft, JsonObject record) {
        LockManager.Lock lock = locks.exclusive(new LockName(LockName.Scope.LAYER, layer.value()));
        try {
            boolean reused = driver.exists(layer);
            if (!reused) {
                records.write(layer, record);
                draft.commit();
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

    private LayerSummary apply(Digesting tar, LayerDraft draft) {
        IdMapping ids = host.namespaceIds();
        boolean single = IdMapping.count(ids.uids()) == 1 || IdMapping.count(ids.gids()) == 1;
        LayerOptions options = LayerOptions.forDraft(draft)
                .singleOwner(single)
                .devices(!host.rootless())
                .build();
        return new LayerApplier(posix).apply(tar, draft.directory(), options);
    }

    private static Digesting digesting(InputStream blob) {
        try {
            return new Digesting(Decompression.open(blob), ChainIds.sha256());
        } catch (IOException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "reading layer", e);
        }
    }

    /** Counts and digests what passes; not buffered, as its reader takes large pieces. */
    private static final class Digesting extends FilterInputStream {
        private final MessageDigest digest;
        private long count;

        Digesting(InputStream in, MessageDigest digest) {
            super(in);
            this.digest = digest;
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
                digest.update(buffer, offset, n);
                count += n;
            }
            return n;
        }

        @Override
        public long skip(long n) throws IOException {
            throw new IOException("a digest skips nothing");
        }
    }
}
