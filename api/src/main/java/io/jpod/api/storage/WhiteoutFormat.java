package io.jpod.api.storage;

/** How a deletion is recorded below {@link LayerDraft#directory}. */
public enum WhiteoutFormat {
    /** The directory shows the parents' files too: a deletion deletes. */
    APPLIED,
    /**
     * Overlay's own: a character device 0/0 for a deleted name, the attribute {@code user.overlay.opaque=y} on a directory
     * whose lower contents are hidden (kernel documentation, filesystems/overlayfs).
     */
    OVERLAY_USER,
    /** The same with {@code trusted.overlay.opaque=y}, for root of the initial namespace. */
    OVERLAY_TRUSTED
}
