package io.jpod.api.storage;

import io.jpod.api.idmap.IdMapping;
import java.util.Optional;

/**
 * How a layer is mounted.
 *
 * @param readOnly true when nothing is to be written, also not by the driver
 * @param label SELinux mount label, or the empty string
 * @param idMapping what belongs to id {@code n} in the layer shows as belonging to the host id of container id {@code n}; only with
 *     {@link StorageCapability#ID_SHIFT}
 */
public record LayerMount(boolean readOnly, String label, Optional<IdMapping> idMapping) {
    /** Writable, without label or id mapping. */
    public static LayerMount writable() {
        return new LayerMount(false, "", Optional.empty());
    }

    /** Read-only, without label or id mapping. */
    public static LayerMount reading() {
        return new LayerMount(true, "", Optional.empty());
    }
}
