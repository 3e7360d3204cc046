/**
 * The user's namespaces, and how a command comes to run in them.
 *
 * <p>A multi-threaded program cannot join a user namespace, so the start script does it before Java runs. What it joins is kept by
 * the <em>pause process</em>, one per user, whose id and start time stand in {@code pause.pid} of the runtime directory. When
 * there is none, the script starts Java outside; {@link io.jpod.support.namespace.NamespaceEntry} then makes it under a lock and
 * runs the script again. Inside, the invoking user is 0 and the mounts are the engine's own; where the host has no cgroup v2 at
 * {@code /sys/fs/cgroup}, a view of it is mounted there. Nothing here runs for root of the initial namespace, nor in a user
 * namespace that somebody else made and in which the user is already 0.
 */
package io.jpod.support.namespace;
