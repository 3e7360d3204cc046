/**
 * The engine as a library: open an {@link io.jpod.engine.Engine}, use its {@link io.jpod.engine.Containers}, {@link
 * io.jpod.engine.Images} and {@link io.jpod.engine.Volumes}, close it. Command line and service are front ends of these
 * interfaces. Nothing here writes to standard streams, parses flags or keeps static state; two engines may be open in one process.
 */
package io.jpod.engine;
