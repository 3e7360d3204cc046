package io.jpod.plugins.fence;

import io.jpod.api.storage.LayerDraft;
import io.jpod.api.storage.WhiteoutFormat;
import java.nio.file.Path;
import java.util.List;

/** A layer that is being written. */
final class FencedLayerDraft implements LayerDraft {
    private final LayerDraft target;
    private final Gate gate;

    FencedLayerDraft(LayerDraft target, Gate gate) {
        this.target = target;
        this.gate = gate;
    }

    @Override
    public Path directory() {
        Gate.Visit visit = gate.enter(target, "directory");
        try {
            return Gate.answered(target.directory());
        } catch (Throwable thrown) {
            throw gate.failure("directory", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public WhiteoutFormat whiteouts() {
        Gate.Visit visit = gate.enter(target, "whiteouts");
        try {
            return Gate.answered(target.whiteouts());
        } catch (Throwable thrown) {
            throw gate.failure("whiteouts", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public List<Path> parents() {
        Gate.Visit visit = gate.enter(target, "parents");
        try {
            return Gate.answered(target.parents());
        } catch (Throwable thrown) {
            throw gate.failure("parents", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public boolean toleratesUnmappedOwners() {
        Gate.Visit visit = gate.enter(target, "toleratesUnmappedOwners");
        try {
            return target.toleratesUnmappedOwners();
        } catch (Throwable thrown) {
            throw gate.failure("toleratesUnmappedOwners", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public void commit() {
        Gate.Visit visit = gate.enter(target, "commit");
        try {
            target.commit();
        } catch (Throwable thrown) {
            throw gate.failure("commit", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public void commitWithoutSync() {
        Gate.Visit visit = gate.enter(target, "commitWithoutSync");
        try {
            target.commitWithoutSync();
        } catch (Throwable thrown) {
            throw gate.failure("commitWithoutSync", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public void close() {
        Gate.Visit visit = gate.enter(target, "close");
        try {
            target.close();
        } catch (Throwable thrown) {
            throw gate.failure("close", thrown);
        } finally {
            gate.leave(visit);
        }
    }
}
