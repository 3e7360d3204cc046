/**
 * The same commands on podman and on jpod, on one host: what differs without being in {@link io.jpod.it.oracle.Accepted} fails.
 *
 * <p>The reasons are told to users in {@code docs/spec-differences.md}; keep both in step.
 */
package io.jpod.it.oracle;
