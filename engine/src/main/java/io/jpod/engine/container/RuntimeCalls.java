package io.jpod.engine.container;

import io.jpod.api.ContainerId;
import io.jpod.api.JpodException;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import io.jpod.api.runtime.OciRuntime;
import io.jpod.engine.cgroup.FreezerGroup;
import java.util.List;
import java.util.Optional;

/** The short operations of one container's runtime. */
final class RuntimeCalls {
    private final OciRuntime runtime;
    private final ContainerId id;
    private final ProcessRunner processes;
    private final Optional<FreezerGroup> freezer;

    RuntimeCalls(Services services, ContainerConfig config) {
        this.runtime = services.context().providers().runtime(config.runtime());
        this.id = new ContainerId(config.id());
        this.processes = services.context().processes();
        this.freezer = FreezerGroup.of(services.context(), config);
    }

    OciRuntime runtime() {
        return runtime;
    }

    void start() {
        call("start", runtime.start(id));
    }

    void kill(int signal, boolean all) {
        call("kill", runtime.kill(id, signal, all));
    }

    void pause(boolean freeze) {
        if (freezer.isPresent() && freezer.get().exists()) {
            freezer.get().freeze(freeze);
            return;
        }
        List<String> argv = runtime.pause(id, freeze);
        ProcessResult result = processes.run(ProcessRequest.of(argv));
        if (!result.succeeded()) {
            throw new JpodException(
                    io.jpod.api.ErrorCode.EXTERNAL,
                    "`" + runtime.executable() + (freeze ? " pause " : " resume ") + id + "` failed",
                    runtime.failure(freeze ? "pause" : "resume", id, result.stderr()));
        }
    }

    /** Removes the runtime's record, killing what still runs; a container that the runtime does not know is no error. */
    void delete() {
        call("delete", runtime.delete(id, true));
    }

    private void call(String operation, List<String> argv) {
        ProcessResult result = processes.run(ProcessRequest.of(argv));
        if (!result.succeeded()) {
            throw runtime.failure(operation, id, result.stderr());
        }
    }
}
