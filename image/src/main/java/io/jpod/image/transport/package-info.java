/**
 * Where images come from and go to: registries, OCI layouts, archives, directories.
 *
 * <p>A <em>source</em> gives documents and raw blobs and is trusted with nothing: whoever reads a blob checks its length and
 * digest. Archives are read in place through an index of their entries; nothing is unpacked, so a name in an archive can never
 * touch the file system. A <em>destination</em> takes blobs first and the manifest last.
 */
package io.jpod.image.transport;
