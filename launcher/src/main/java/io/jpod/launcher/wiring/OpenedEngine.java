package io.jpod.launcher.wiring;

import io.jpod.api.JpodException;
import io.jpod.cli.EngineSession;
import io.jpod.engine.Containers;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.Volumes;

/** An engine as the command line uses it. */
final class OpenedEngine implements EngineSession {
    private final EngineContext context;

    OpenedEngine(EngineContext context) {
        this.context = context;
    }

    @Override
    public Containers containers() {
        throw JpodException.unsupported("containers");
    }

    @Override
    public Images images() {
        throw JpodException.unsupported("images");
    }

    @Override
    public Volumes volumes() {
        throw JpodException.unsupported("volumes");
    }

    @Override
    public EngineContext context() {
        return context;
    }

    @Override
    public void close() {}
}
