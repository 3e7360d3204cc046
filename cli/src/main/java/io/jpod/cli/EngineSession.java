package io.jpod.cli;

import io.jpod.engine.Artifacts;
import io.jpod.engine.Containers;
import io.jpod.engine.Contents;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.Manifests;
import io.jpod.engine.Registries;
import io.jpod.engine.Store;
import io.jpod.engine.Trust;
import io.jpod.engine.Volumes;

/** What commands use of an opened engine. Each part may be made when it is first asked for. */
public interface EngineSession extends AutoCloseable {
    Containers containers();

    Images images();

    Registries registries();

    Trust trust();

    Manifests manifests();

    Volumes volumes();

    Contents contents();

    Artifacts artifacts();

    Store store();

    /** What the engine stands on: roots, host facts, providers, settings. */
    EngineContext context();

    @Override
    void close();
}
