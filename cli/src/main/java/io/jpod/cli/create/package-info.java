/**
 * From the options of {@code run} and {@code create} to a {@link io.jpod.engine.request.CreateRequest}: syntax, units, files named on the
 * command line, and podman's words for what is wrong. What depends on image, host or other containers is the engine's to decide.
 */
package io.jpod.cli.create;
