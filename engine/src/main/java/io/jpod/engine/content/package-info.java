/**
 * What images and containers hold, across both: changes, exports, commits, archives, and images mounted on the host.
 *
 * <p>A <em>mounted image</em> is its uppermost layer, mounted read-only and recorded by a file {@code RUNROOT/image-mounts/ID} that
 * holds how often it was asked for; mounts and records die with the machine.
 */
package io.jpod.engine.content;
