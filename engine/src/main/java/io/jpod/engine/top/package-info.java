/**
 * The processes of a container as {@code top} lists them, read from {@code /proc} and not by a program in the container. A
 * <em>descriptor</em> is the lower-case name of a column, such as {@code pcpu}. Process ids and owners are the container's own unless
 * the descriptor begins with {@code h}. A process that ends while it is read is left out.
 */
package io.jpod.engine.top;
