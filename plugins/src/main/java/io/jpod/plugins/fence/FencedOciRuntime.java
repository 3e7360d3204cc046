package io.jpod.plugins.fence;

import io.jpod.api.ContainerId;
import io.jpod.api.JpodException;
import io.jpod.api.runtime.OciRuntime;
import java.nio.file.Path;
import java.util.List;

/** A runtime. */
final class FencedOciRuntime implements OciRuntime {
    private final OciRuntime target;
    private final Gate gate;

    FencedOciRuntime(OciRuntime target, Gate gate) {
        this.target = target;
        this.gate = gate;
    }

    @Override
    public Path executable() {
        Gate.Visit visit = gate.enter(target);
        try {
            return Gate.answered(target.executable());
        } catch (Throwable thrown) {
            throw gate.failure("executable", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public List<String> globalArguments() {
        Gate.Visit visit = gate.enter(target);
        try {
            return Gate.answered(target.globalArguments());
        } catch (Throwable thrown) {
            throw gate.failure("globalArguments", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public List<String> createArguments() {
        Gate.Visit visit = gate.enter(target);
        try {
            return Gate.answered(target.createArguments());
        } catch (Throwable thrown) {
            throw gate.failure("createArguments", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public List<String> start(ContainerId containerId) {
        Gate.Visit visit = gate.enter(target);
        try {
            return Gate.answered(target.start(containerId));
        } catch (Throwable thrown) {
            throw gate.failure("start", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public List<String> kill(ContainerId containerId, int number, boolean flag) {
        Gate.Visit visit = gate.enter(target);
        try {
            return Gate.answered(target.kill(containerId, number, flag));
        } catch (Throwable thrown) {
            throw gate.failure("kill", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public List<String> delete(ContainerId containerId, boolean flag) {
        Gate.Visit visit = gate.enter(target);
        try {
            return Gate.answered(target.delete(containerId, flag));
        } catch (Throwable thrown) {
            throw gate.failure("delete", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public List<String> pause(ContainerId containerId, boolean flag) {
        Gate.Visit visit = gate.enter(target);
        try {
            return Gate.answered(target.pause(containerId, flag));
        } catch (Throwable thrown) {
            throw gate.failure("pause", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public List<String> update(ContainerId containerId, Path path) {
        Gate.Visit visit = gate.enter(target);
        try {
            return Gate.answered(target.update(containerId, path));
        } catch (Throwable thrown) {
            throw gate.failure("update", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public JpodException failure(String string, ContainerId containerId, String string2) {
        Gate.Visit visit = gate.enter(target);
        try {
            return Gate.answered(target.failure(string, containerId, string2));
        } catch (Throwable thrown) {
            throw gate.failure("failure", thrown);
        } finally {
            gate.leave(visit);
        }
    }
}
