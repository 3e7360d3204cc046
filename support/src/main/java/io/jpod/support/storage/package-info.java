/**
 * What storage drivers that keep one directory per layer share: {@link io.jpod.support.storage.LayerHome} makes, finds and removes
 * these directories.
 *
 * <p>A layer's directory appears by a rename and disappears by a rename. Before, it is called {@code .incomplete-ID-…}, afterwards
 * {@code .removing-ID-…}; its owner holds flock(2) on it, so that anybody can see that the owner is dead and sweep it. Small facts are
 * symbolic links: the kernel writes a link whole or not at all, without an fsync. A layer has {@code parent -> ../ID} and a directory
 * {@code children} with an entry for each layer that stands on it.
 */
package io.jpod.support.storage;
