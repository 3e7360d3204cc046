package io.jpod.engine.layer;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import io.jpod.api.storage.LayerDraft;
import io.jpod.api.storage.LayerId;
import io.jpod.api.storage.LayerMount;
import io.jpod.api.storage.StorageDriver;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.support.tree.OwnerMap;
import io.jpod.support.tree.TreeCopier;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Copies of image layers with other owners, for drivers that cannot show them otherwise. A copy is one layer without a parent that
 * holds all files of the image; its record names the image layer and the mapping.
 */
final class LayerShift {
    private final StorageDriver driver;
    private final LayerRecords records;
    private final LayerUnpacker unpacker;
    private final Posix posix;

    LayerShift(StorageDriver driver, LayerRecords records, LayerUnpacker unpacker, Posix posix) {
        this.driver = driver;
        this.records = records;
        this.unpacker = unpacker;
        this.posix = posix;
    }

    LayerId shifted(LayerId layer, IdMapping mapping) {
        String text = text(mapping);
        LayerId copy = name(layer, text);
        Optional<JsonObject> record = driver.exists(copy) ? records.read(copy) : Optional.empty();
        if (record.isPresent()) {
            boolean same = record.get().getString("shiftOf", "").equals(layer.value())
                    && record.get().getString("mapping", "").equals(text);
            if (!same) {
                throw new JpodException(ErrorCode.INTERNAL, "layer " + copy + " is no copy of " + layer);
            }
            return copy;
        }
        JsonObject made = new JsonObject().put("shiftOf", layer.value()).put("mapping", text);
        // A child of its own: a mount of the layer itself could be ended by somebody else while it is read.
        LayerId child = name(layer, text + posix.getPid() + " " + System.nanoTime());
        try (LayerDraft draft = driver.create(child, Optional.of(layer))) {
            draft.commitWithoutSync();
        }
        try {
            copy(driver.mount(child, LayerMount.reading()), copy, mapping, made);
            return copy;
        } catch (PosixException e) {
            throw JpodException.host("copying layer " + layer + " with other owners", e);
        } finally {
            driver.unmount(child);
            driver.remove(child);
        }
    }

    private void copy(Path files, LayerId copy, IdMapping mapping, JsonObject record) throws PosixException {
        try (LayerDraft draft = driver.create(copy, Optional.empty())) {
            new TreeCopier(posix, new Owners(mapping))
                    .copyContents(files.toString(), draft.directory().toString());
            unpacker.commit(copy, draft, record, true);
        } catch (JpodException e) {
            if (e.code() != ErrorCode.CONFLICT || !driver.exists(copy)) {
                throw e;
            }
        }
    }

    private static String text(IdMapping mapping) {
        StringBuilder out = new StringBuilder();
        append(out, "u", mapping.uids());
        append(out, "g", mapping.gids());
        return out.toString();
    }

    private static void append(StringBuilder out, String kind, List<IdRange> ranges) {
        for (IdRange range : ranges) {
            out.append(kind).append(range.containerId());
            out.append(':').append(range.hostId());
            out.append(':').append(range.size()).append(' ');
        }
    }

    /**
     * A name made of the layer and the mapping: four FNV-1a hashes. A cryptographic one would cost each container's start 20 ms, and
     * the record is compared anyway.
     */
    static LayerId name(LayerId layer, String mapping) {
        String text = layer.value() + " " + mapping;
        StringBuilder out = new StringBuilder(64);
        for (int part = 0; part < 4; part++) {
            long hash = 0xcbf29ce484222325L + part * 0x9e3779b97f4a7c15L;
            for (int i = 0; i < text.length(); i++) {
                hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
            }
            hash ^= hash >>> 32;
            for (int digit = 60; digit >= 0; digit -= 4) {
                out.append(Character.forDigit((int) (hash >>> digit & 15), 16));
            }
        }
        return new LayerId(out.toString());
    }

    /** Owners by a container's mapping. */
    private static final class Owners implements OwnerMap {
        private final IdMapping mapping;

        Owners(IdMapping mapping) {
            this.mapping = mapping;
        }

        @Override
        public long uid(long uid) {
            return mapped(mapping.uids(), uid);
        }

        @Override
        public long gid(long gid) {
            return mapped(mapping.gids(), gid);
        }

        private static long mapped(List<IdRange> ranges, long id) {
            OptionalLong host = IdMapping.toHost(ranges, id);
            return host.isPresent() ? host.getAsLong() : outside(ranges);
        }

        /** The lowest id that the container has not: it sees the file as nobody's, and nobody in it owns it. */
        private static long outside(List<IdRange> ranges) {
            long id = 0;
            for (int i = 0; i < ranges.size(); i++) {
                IdRange range = ranges.get(i);
                if (id >= range.hostId() && id < range.hostId() + range.size()) {
                    id = range.hostId() + range.size();
                    i = -1;
                }
            }
            return id;
        }
    }
}
