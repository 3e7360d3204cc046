/**
 * OCI runtimes: crun, runc and others with their command line (OCI runtime-spec, runtime.md).
 *
 * <p>A runtime only builds argument vectors and reads answers; the monitor launches {@code create} and {@code exec}, the engine
 * runs the short operations. So two runtimes differ by a page and are tested without privileges. For one container the order
 * is create (by the monitor), {@link io.jpod.api.runtime.OciRuntime#start}, any of kill, pause, resume, update, and at last
 * {@link io.jpod.api.runtime.OciRuntime#delete}.
 */
package io.jpod.api.runtime;
