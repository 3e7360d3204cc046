package io.jpod.engine.spec;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.volume.StoredVolumes;
import java.nio.file.Path;

/** Writes bundles: {@code config.json}, the files that are mounted into the container, and missing mount points in its root. */
public final class BundleWriter {
    private final EngineContext context;
    private final StoredVolumes volumes;

    public BundleWriter(EngineContext context, StoredVolumes volumes) {
        this.context = context;
        this.volumes = volumes;
    }

    /**
     * Writes one bundle, over an older one of the same container. Volumes must have been {@link StoredVolumes#claim claimed}. What is
     * mounted below the userdata directory on the way is undone on failure, else by {@link #release}.
     *
     * @throws JpodException NOT_FOUND for a user or mount source that does not exist, COMMAND_NOT_INVOKABLE for a working directory
     *     that cannot be had, HOST
     */
    public void write(BundleRequest request) {
        throw JpodException.unsupported("write " + request + context + volumes);
    }

    /** Unmounts what {@link #write} mounted below the userdata directory; nothing mounted is no error. Before the root is unmounted. */
    public void release(Path userdata) {
        throw JpodException.unsupported("release " + userdata);
    }
}
