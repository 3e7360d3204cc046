package io.jpod.api.storage;

import java.nio.file.Path;
import java.util.List;

/** A layer that is being written. Belongs to one thread. */
public interface LayerDraft extends AutoCloseable {
    /** Where the layer's files are put. */
    Path directory();

    WhiteoutFormat whiteouts();

    /**
     * Directories with the changes of the layers below, nearest first, in the same whiteout format; empty when {@link
     * #directory} shows the parents' files itself. They are only read.
     */
    default List<Path> parents() {
        return List.of();
    }

    /** True when the user asked that owners which the host cannot represent are recorded instead of refused. */
    default boolean toleratesUnmappedOwners() {
        return false;
    }

    /** Makes the layer exist, at once and durably; the directory may not be written any more. */
    void commit();

    /**
     * As {@link #commit}, for a layer that is nothing yet, such as a new container's: does not wait for the disk, so that a power cut
     * may still take it back or damage it.
     */
    default void commitWithoutSync() {
        commit();
    }

    /** Throws the draft away unless it was committed. */
    @Override
    void close();
}
