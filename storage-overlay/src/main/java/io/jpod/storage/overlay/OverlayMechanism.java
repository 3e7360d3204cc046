package io.jpod.storage.overlay;

import io.jpod.api.storage.LayerMount;
import io.jpod.api.storage.WhiteoutFormat;
import io.jpod.support.posix.PosixException;
import java.nio.file.Path;
import java.util.List;

/** A way to make an overlay mount. */
interface OverlayMechanism {
    /** For {@code jpod info} and messages. */
    String name();

    WhiteoutFormat whiteouts();

    /** True when files can be shown with other owners. */
    boolean shiftsIds();

    /**
     * Mounts {@code layer/merged}.
     *
     * @param data the driver's directory, with {@code l} and {@code empty}
     * @param layer a directory in it with {@code diff}, {@code work} and {@code merged}
     * @param lowers names in {@code l}, nearest first; for a read-only mount the layer's own is the first
     */
    void mount(Path data, String layer, List<String> lowers, LayerMount options) throws PosixException;
}
