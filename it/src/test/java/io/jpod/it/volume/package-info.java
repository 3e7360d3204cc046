/** Volumes, bind mounts, tmpfs, and who owns what in them. */
package io.jpod.it.volume;
