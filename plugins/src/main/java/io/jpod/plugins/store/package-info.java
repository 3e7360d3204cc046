/**
 * What the {@code plugin} commands do: listing, installing, removing, switching plug-ins on and off. None of it is on the way of other
 * commands. A jar is examined in a process of its own before it is put into the user's folder, and is put there by a rename.
 */
package io.jpod.plugins.store;
