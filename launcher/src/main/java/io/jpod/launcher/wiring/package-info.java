/**
 * Chooses providers and puts an engine together.
 *
 * <p>A provider is chosen by, in this order: the flag, the environment, the configuration file, what the data root was made with,
 * and a fixed list of which the first usable one is taken. One that was named and cannot be used is an error with its reason and
 * remedy; vfs is never taken unless it is named. Each provider is opened when it is first asked for. The roots are jpod's own
 * ({@code ~/.local/share/jpod}, {@code /var/lib/jpod}), never podman's.
 */
package io.jpod.launcher.wiring;
