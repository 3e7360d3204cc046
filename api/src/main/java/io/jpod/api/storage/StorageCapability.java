package io.jpod.api.storage;

/** What a storage driver may offer beyond the minimum. */
public enum StorageCapability {
    /** {@link StorageDriver#changes} works. */
    CHANGES,
    /** {@link LayerMount#idMapping()} is honoured: files appear with other owners without being copied. */
    ID_SHIFT,
    /** {@link StorageDriver#borrow} works. */
    BORROW
}
