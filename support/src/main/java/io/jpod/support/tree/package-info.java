/**
 * Directory trees, handled by descriptors so that no symbolic link is ever followed: removed, copied, measured. Trees may be hostile
 * (a container wrote them): any depth, any name, any mode. Names are strings as {@link io.jpod.support.posix.Posix} says.
 */
package io.jpod.support.tree;
