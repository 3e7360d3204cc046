package io.jpod.cli;

import io.jpod.engine.Containers;
import io.jpod.engine.Engine;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.Volumes;

/** An engine as commands use it. */
public final class OpenedEngine implements EngineSession {
    private final Engine engine;

    public OpenedEngine(EngineContext context) {
        this.engine = Engine.open(context);
    }

    @Override
    public Containers containers() {
        return engine.containers();
    }

    @Override
    public Images images() {
        return engine.images();
    }

    @Override
    public Volumes volumes() {
        return engine.volumes();
    }

    @Override
    public EngineContext context() {
        return engine.context();
    }

    @Override
    public void close() {
        engine.close();
    }
}
