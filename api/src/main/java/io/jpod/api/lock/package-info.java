/**
 * Locks between processes. A lock file is never a data file. The order, for whoever holds several: store, image,
 * container, layer, volume, network. No lock is held across a download or an unpack.
 */
package io.jpod.api.lock;
