package io.jpod.engine.spec;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.ExecRequest;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.support.json.JsonObject;
import java.nio.file.Path;

/** Describes processes that join a running container. */
public final class ExecProcess {
    private final EngineContext context;

    public ExecProcess(EngineContext context) {
        this.context = context;
    }

    /**
     * The OCI process object (runtime-spec, config.md, process).
     *
     * @param root the container's root as this process can open it: the mounted root file system or {@code /proc/PID/root}
     * @throws JpodException NOT_FOUND for an unknown user, USAGE for an empty command
     */
    public JsonObject json(ContainerConfig config, Path root, ExecRequest request) {
        throw JpodException.unsupported("exec " + config + root + request + context);
    }
}
