package io.jpod.plugins.fence;

import io.jpod.api.storage.LayerDraft;
import io.jpod.api.storage.LayerId;
import io.jpod.api.storage.LayerMount;
import io.jpod.api.storage.StorageCapability;
import io.jpod.api.storage.StorageDriver;
import io.jpod.api.storage.WhiteoutFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A storage driver. */
final class FencedStorageDriver implements StorageDriver {
    private final StorageDriver target;
    private final Gate gate;

    FencedStorageDriver(StorageDriver target, Gate gate) {
        this.target = target;
        this.gate = gate;
    }

    @Override
    public Set<StorageCapability> capabilities() {
        return gate.soon(target, "capabilities", new Supplier<Set<StorageCapability>>() {
            @Override
            public Set<StorageCapability> get() {
                return Gate.answered(target.capabilities());
            }
        });
    }

    @Override
    public LayerDraft create(LayerId layerId, Optional<LayerId> optional) {
        Gate.Visit visit = gate.enter(target, "create");
        try {
            return Fences.of(target.create(layerId, optional), gate);
        } catch (Throwable thrown) {
            throw gate.failure("create", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public boolean exists(LayerId layerId) {
        Gate.Visit visit = gate.enter(target, "exists");
        try {
            return target.exists(layerId);
        } catch (Throwable thrown) {
            throw gate.failure("exists", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public Optional<LayerId> parent(LayerId layerId) {
        Gate.Visit visit = gate.enter(target, "parent");
        try {
            return Gate.answered(target.parent(layerId));
        } catch (Throwable thrown) {
            throw gate.failure("parent", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public List<LayerId> list() {
        Gate.Visit visit = gate.enter(target, "list");
        try {
            return Gate.answered(target.list());
        } catch (Throwable thrown) {
            throw gate.failure("list", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public Path mount(LayerId layerId, LayerMount layerMount) {
        Gate.Visit visit = gate.enter(target, "mount");
        try {
            return Gate.answered(target.mount(layerId, layerMount));
        } catch (Throwable thrown) {
            throw gate.failure("mount", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public void unmount(LayerId layerId) {
        Gate.Visit visit = gate.enter(target, "unmount");
        try {
            target.unmount(layerId);
        } catch (Throwable thrown) {
            throw gate.failure("unmount", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public void remove(LayerId layerId) {
        Gate.Visit visit = gate.enter(target, "remove");
        try {
            target.remove(layerId);
        } catch (Throwable thrown) {
            throw gate.failure("remove", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public long usage(LayerId layerId) {
        Gate.Visit visit = gate.enter(target, "usage");
        try {
            return target.usage(layerId);
        } catch (Throwable thrown) {
            throw gate.failure("usage", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public Map<String, String> status() {
        return gate.soon(target, "status", new Supplier<Map<String, String>>() {
            @Override
            public Map<String, String> get() {
                return Gate.answered(target.status());
            }
        });
    }

    @Override
    public Path changes(LayerId layerId) {
        Gate.Visit visit = gate.enter(target, "changes");
        try {
            return Gate.answered(target.changes(layerId));
        } catch (Throwable thrown) {
            throw gate.failure("changes", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public void borrow(LayerId layerId, Optional<LayerId> optional, Path files, WhiteoutFormat whiteouts) {
        Gate.Visit visit = gate.enter(target, "borrow");
        try {
            target.borrow(layerId, optional, files, whiteouts);
        } catch (Throwable thrown) {
            throw gate.failure("borrow", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public void sweep() {
        Gate.Visit visit = gate.enter(target, "sweep");
        try {
            target.sweep();
        } catch (Throwable thrown) {
            throw gate.failure("sweep", thrown);
        } finally {
            gate.leave(visit);
        }
    }
}
