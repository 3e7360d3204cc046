package io.jpod.cli;

import io.jpod.engine.Containers;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.Volumes;

/** What commands use of an opened engine. Each part may be made when it is first asked for. */
public interface EngineSession extends AutoCloseable {
    Containers containers();

    Images images();

    Volumes volumes();

    /** What the engine stands on: roots, host facts, providers, settings. */
    EngineContext context();

    @Override
    void close();
}
