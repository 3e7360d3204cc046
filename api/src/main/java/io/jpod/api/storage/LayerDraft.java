package io.jpod.api.storage;

import java.nio.file.Path;

/** A layer that is being written. Belongs to one thread. */
public interface LayerDraft extends AutoCloseable {
    /** Where the layer's files are put. */
    Path directory();

    WhiteoutFormat whiteouts();

    /** Makes the layer exist, at once and durably; the directory may not be written any more. */
    void commit();

    /** Throws the draft away unless it was committed. */
    @Override
    void close();
}
