/**
 * Layers of images and containers: unpacked once, named by what they hold, mounted and removed through the chosen storage driver.
 *
 * <p>A <em>diff id</em> is the SHA-256 of a layer's uncompressed tar; the <em>chain id</em> names a layer together with all below it
 * (OCI image-spec, config.md) and is the layer's name in the store. A container's layer has the container's id as its name. Beside
 * the driver's data lies one small JSON file per image layer with what the driver does not know: diff id, size, largest owner. It
 * is written before the layer is committed, so that a committed layer always has one.
 *
 * <p>While a layer is unpacked a lock of its own is held, so that a second process that wants it waits and then finds it. The lock of
 * its commit is another one: removal waits for the commit only, never for an unpack.
 */
package io.jpod.engine.layer;
