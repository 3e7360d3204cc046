/**
 * Layers of images and containers: unpacked once, named by what they hold, mounted and removed through the chosen storage driver.
 *
 * <p>A <em>diff id</em> is the SHA-256 of a layer's uncompressed tar; the <em>chain id</em> names a layer together with all below it
 * (OCI image-spec, config.md) and is the layer's name in the store. A container's layer has the container's id as its name. Beside
 * the driver's data lies one small JSON file per image layer with what the driver does not know: diff id, size, largest owner. It
 * is written before the layer is committed, so that a committed layer always has one.
 *
 * <p>No lock is held while a layer is unpacked: two processes may unpack the same layer, one of them commits it and the other
 * throws its draft away.
 */
package io.jpod.engine.layer;
