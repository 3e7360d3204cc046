/**
 * Layer tars: unpacked below a directory, and made from one.
 *
 * <p>A <em>layer</em> is a tar (OCI image-spec, layer.md) of changes; a <em>whiteout</em> is an entry {@code .wh.NAME} that deletes a
 * name of the layers below, an <em>opaque</em> whiteout {@code .wh..wh..opq} hides everything below in its directory. How a deletion
 * lies on disk is the storage driver's {@link io.jpod.api.storage.WhiteoutFormat}.
 *
 * <p>Layers are hostile. Every name is taken apart here, and directories are opened by openat2(2) without following any symbolic
 * link: a link among an entry's parents is resolved by this package, inside the layer's root, and whatever would leave the root is
 * refused. Names are bytes: what is not UTF-8 is carried by surrogate escapes as {@link io.jpod.support.posix.Posix} says.
 *
 * <p>The tar format is read and written here rather than by commons-compress, which takes extended attributes and names for UTF-8
 * text and so damages binary ones such as {@code security.capability}; see {@code docs/decisions}.
 */
package io.jpod.support.layer;
