package io.jpod.api.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Layers on disk. Calls for different layers may run at once. */
public interface StorageDriver {
    /** What this driver can do beyond the minimum. */
    Set<StorageCapability> capabilities();

    /**
     * Begins a layer.
     *
     * @throws io.jpod.api.JpodException CONFLICT when the layer exists, NOT_FOUND when the parent does not, HOST when the
     *     disk is full
     */
    LayerDraft create(LayerId id, Optional<LayerId> parent);

    /** True when the layer is committed. */
    boolean exists(LayerId id);

    /** The layer below. */
    Optional<LayerId> parent(LayerId id);

    /** All committed layers, in no order. */
    List<LayerId> list();

    /**
     * Makes the layer's files, with those of its parents, visible below one directory. Mounting a mounted layer again returns
     * the same directory.
     *
     * @throws io.jpod.api.JpodException NOT_FOUND, or HOST with what the kernel or helper said
     */
    Path mount(LayerId id, LayerMount options);

    /** Ends a mount; a layer that is not mounted is no error. */
    void unmount(LayerId id);

    /**
     * Deletes a layer, also a mounted or incomplete one; a layer that does not exist is no error.
     *
     * @throws io.jpod.api.JpodException CONFLICT when another layer stands on it
     */
    void remove(LayerId id);

    /** Disk space of the layer itself, without its parents, in bytes. */
    long usage(LayerId id);

    /** Facts for {@code jpod info}, for example the backing file system. */
    Map<String, String> status();

    /**
     * A directory that holds only what this layer changes, in the given whiteout format; with {@link
     * StorageCapability#CHANGES} only.
     *
     * @throws io.jpod.api.JpodException UNSUPPORTED without the capability
     */
    default Path changes(LayerId id) {
        throw io.jpod.api.JpodException.unsupported(
                "this storage driver does not keep the changes of layer " + id.value());
    }

    /**
     * Makes a layer exist whose files lie elsewhere and belong to somebody else, who promises not to change them: they are only
     * read, and stay when the layer is removed; with {@link StorageCapability#BORROW} only.
     *
     * @param parent another borrowed layer; empty for the lowest
     * @param files what the layer changes, or with {@link WhiteoutFormat#APPLIED} all that it shows, without a parent then
     * @throws io.jpod.api.JpodException CONFLICT when the layer exists, UNSUPPORTED when files of this form cannot be used
     */
    default void borrow(LayerId id, Optional<LayerId> parent, Path files, WhiteoutFormat whiteouts) {
        throw io.jpod.api.JpodException.unsupported("this storage driver cannot use the files in " + files);
    }

    /** Removes incomplete drafts whose owner is dead, and other leftovers of killed processes. */
    default void sweep() {}
}
