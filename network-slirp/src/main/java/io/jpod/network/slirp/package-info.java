/**
 * The network of rootless containers: one slirp4netns(1) per container joins its network namespace by way of a process in it, makes
 * the interface {@code tap0} and carries packets in user mode. Host ports are published by requests to the helper's socket,
 * but for those that it does not do well: see {@link io.jpod.network.slirp.PortSplit}. The helper watches a pipe that the container's monitor holds, and ends with it.
 */
package io.jpod.network.slirp;
