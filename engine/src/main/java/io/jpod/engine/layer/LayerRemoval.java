package io.jpod.engine.layer;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.lock.LockManager;
import io.jpod.api.lock.LockName;
import io.jpod.api.storage.LayerId;
import io.jpod.api.storage.StorageDriver;
import io.jpod.support.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes layers away, those on top before those below. Thread-safe. */
final class LayerRemoval {
    private final StorageDriver driver;
    private final LayerRecords records;
    private final LockManager locks;

    LayerRemoval(StorageDriver driver, LayerRecords records, LockManager locks) {
        this.driver = driver;
        this.records = records;
        this.locks = locks;
    }

    void remove(LayerId layer) {
        LockManager.Lock lock = locks.exclusive(new LockName(LockName.Scope.LAYER, layer.value()));
        try {
            driver.remove(layer);
            records.remove(layer);
        } finally {
            lock.close();
        }
    }

    void removeChain(LayerId top, Set<LayerId> keep) {
        sweep();
        Set<LayerId> kept = withParents(keep);
        for (LayerId copy : copiesOf(top)) {
            if (!kept.contains(copy)) {
                tryRemove(copy);
            }
        }
        Optional<LayerId> next = driver.exists(top) ? Optional.of(top) : Optional.empty();
        while (next.isPresent() && !kept.contains(next.get())) {
            LayerId layer = next.get();
            next = driver.parent(layer);
            if (!tryRemove(layer)) {
                return;
            }
        }
    }

    /** False when something stands on the layer. */
    private boolean tryRemove(LayerId layer) {
        try {
            remove(layer);
            return true;
        } catch (JpodException e) {
            if (e.code() == ErrorCode.CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    private List<LayerId> copiesOf(LayerId layer) {
        List<LayerId> copies = new ArrayList<>();
        for (LayerId candidate : records.list()) {
            Optional<JsonObject> record = readable(candidate);
            if (record.isPresent() && record.get().getString("shiftOf", "").equals(layer.value())) {
                copies.add(candidate);
            }
        }
        return copies;
    }

    /** A damaged record hides no other one. */
    private Optional<JsonObject> readable(LayerId layer) {
        try {
            return records.read(layer);
        } catch (JpodException e) {
            return Optional.empty();
        }
    }

    private Set<LayerId> withParents(Set<LayerId> layers) {
        Set<LayerId> all = new HashSet<>();
        for (LayerId layer : layers) {
            Optional<LayerId> next = Optional.of(layer);
            while (next.isPresent() && driver.exists(next.get()) && all.add(next.get())) {
                next = driver.parent(next.get());
            }
        }
        return all;
    }

    /** Removes what killed processes left: unfinished layers, and records of layers that were never committed. */
    void sweep() {
        driver.sweep();
        for (LayerId layer : records.list()) {
            if (!driver.exists(layer)) {
                sweepRecord(layer);
            } else if (isBereft(layer)) {
                tryRemove(layer);
            }
        }
        for (LayerId layer : records.drafted()) {
            sweepRecord(layer);
        }
    }

    /** True for a layer whose files were borrowed and are gone. */
    private boolean isBereft(LayerId layer) {
        String files =
                readable(layer).map(record -> record.getString("borrowed", "")).orElse("");
        return !files.isEmpty() && !Files.isDirectory(Path.of(files));
    }

    /** A record is written just before its layer is committed, under the layer's lock. */
    private void sweepRecord(LayerId layer) {
        LockName name = new LockName(LockName.Scope.LAYER, layer.value());
        Optional<LockManager.Lock> lock = locks.tryExclusive(name, Duration.ZERO);
        if (lock.isPresent()) {
            try {
                if (!driver.exists(layer)) {
                    records.remove(layer);
                }
                records.removeDrafts(layer);
            } finally {
                lock.get().close();
            }
        }
    }

    List<LayerId> removeUnused(Set<LayerId> keep) {
        sweep();
        Set<LayerId> kept = withParents(keep);
        keepCopies(kept);
        List<LayerId> removed = new ArrayList<>();
        List<LayerId> left = new ArrayList<>(driver.list());
        left.removeIf(kept::contains);
        boolean progress = true;
        while (progress && !left.isEmpty()) {
            int before = removed.size();
            left.removeIf(layer -> tryRemove(layer) && removed.add(layer));
            progress = removed.size() > before;
        }
        return removed;
    }

    List<LayerId> unknown(Set<LayerId> keep) {
        Set<LayerId> kept = new HashSet<>(keep);
        keepCopies(kept);
        List<LayerId> result = new ArrayList<>(driver.list());
        result.removeIf(kept::contains);
        return result;
    }

    /** Copies with other owners stay as long as their image, borrowed layers as long as the files that they stand for. */
    private void keepCopies(Set<LayerId> kept) {
        for (LayerId candidate : records.list()) {
            Optional<JsonObject> record = readable(candidate);
            String original = record.isPresent() ? record.get().getString("shiftOf", "") : "";
            if (record.isPresent() && !record.get().getString("borrowed", "").isEmpty()) {
                kept.add(candidate);
            }
            if (!original.isEmpty() && kept.contains(new LayerId(original))) {
                kept.add(candidate);
            }
        }
    }
}
