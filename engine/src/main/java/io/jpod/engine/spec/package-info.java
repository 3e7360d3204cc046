/**
 * OCI runtime configurations (runtime-spec, config.md): a {@link io.jpod.engine.spec.BundleWriter} turns a container's configuration into
 * a bundle, {@link io.jpod.engine.spec.ExecProcess} describes one more process. The result is podman's for the same command;
 * {@code docs/spec-differences.md} lists where it differs and why. An image's content is hostile: nothing is read, made or changed by a
 * path of the container except through descriptors that were resolved inside the root.
 */
package io.jpod.engine.spec;
