package io.jpod.cli;

import io.jpod.engine.Artifacts;
import io.jpod.engine.Containers;
import io.jpod.engine.Contents;
import io.jpod.engine.Engine;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.Manifests;
import io.jpod.engine.Registries;
import io.jpod.engine.Store;
import io.jpod.engine.Trust;
import io.jpod.engine.Volumes;
import io.jpod.plugins.Plugins;

/** An engine as commands use it. */
public final class OpenedEngine implements EngineSession {
    private final Engine engine;
    private final Plugins plugins;

    /** @param plugins where the context's providers may come from; closed with the engine */
    public OpenedEngine(EngineContext context, Plugins plugins) {
        this.engine = Engine.open(context);
        this.plugins = plugins;
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
    public Manifests manifests() {
        return engine.manifests();
    }

    @Override
    public Trust trust() {
        return engine.trust();
    }

    @Override
    public Registries registries() {
        return engine.registries();
    }

    @Override
    public Volumes volumes() {
        return engine.volumes();
    }

    @Override
    public Contents contents() {
        return engine.contents();
    }

    @Override
    public Store store() {
        return engine.store();
    }

    @Override
    public Artifacts artifacts() {
        return engine.artifacts();
    }

    @Override
    public EngineContext context() {
        return engine.context();
    }

    @Override
    public void close() {
        engine.close();
        plugins.close();
    }
}
