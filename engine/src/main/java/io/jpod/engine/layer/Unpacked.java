package io.jpod.engine.layer;

import io.jpod.api.storage.LayerId;

/**
 * An image layer in the store.
 *
 * @param layer its chain id
 * @param diffId {@code sha256:} and the digest of the uncompressed tar
 * @param bytes length of the uncompressed tar
 * @param idLimit one more than the largest user or group id that owns a file in this layer
 * @param reused true when the layer was there already and the stream was not read
 */
public record Unpacked(LayerId layer, String diffId, long bytes, long idLimit, boolean reused) {}
