/**
 * What the black-box tests stand on: hosts, sandboxes, commands, images, a registry, and the search for leftovers.
 *
 * <p>A {@link io.jpod.it.harness.Host} is a machine view in a given {@link io.jpod.it.harness.HostMode}, held by {@code
 * scripts/rootless-host} and opened once per run. A {@link io.jpod.it.harness.Sandbox} is one test class's home and runtime
 * directory on a host, so that no class sees another's containers or images; when the class ends, everything in it must have gone.
 * The program under test is a path (system property {@code jpod.it.program}), so podman can stand in for jpod.
 *
 * <p>Nothing here looks inside jpod: arguments go in; exit code, streams, files and processes come out.
 */
package io.jpod.it.harness;
