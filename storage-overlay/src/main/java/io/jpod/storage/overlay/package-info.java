/**
 * Storage by overlay mounts: {@code DATA/ID/diff} holds what a layer changes, {@code DATA/ID/merged} is where it is mounted on top of
 * its parents, {@code DATA/ID/work} belongs to the kernel. {@code DATA/l/NAME} is a short link to each layer's {@code diff}, and a
 * layer's fact {@code lower} is the list of its parents' short names, nearest first: all names of a deep chain must fit the one page
 * that mount(2) takes.
 *
 * <p>Two mechanisms: the kernel's overlay, in a user namespace with the mount option {@code userxattr} (Linux 5.11), or the program
 * fuse-overlayfs where the kernel refuses. Which one is found by a real mount, once for each kernel and file system, and remembered
 * in {@code DATA/mechanism}.
 */
package io.jpod.storage.overlay;
