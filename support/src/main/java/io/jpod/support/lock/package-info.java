/**
 * Locks between processes as flock(2) on files of one directory. A lock file is never read or written. The directory may be
 * shared by any number of engines; whoever dies loses its locks.
 */
package io.jpod.support.lock;
