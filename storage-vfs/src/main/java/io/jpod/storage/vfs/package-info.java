/**
 * Storage by full copies: {@code DATA/ID/root} holds the layer's files with those of all its parents, and is what is mounted. Slow and
 * large, but it works on every file system; data is shared where the file system can share it. Never chosen silently.
 */
package io.jpod.storage.vfs;
