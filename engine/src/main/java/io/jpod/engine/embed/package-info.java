/**
 * Containers for Java programs, for example in tests, without a daemon and without root:
 *
 * <pre>
 * try (LocalEngine engine = LocalEngine.open()) {
 *     System.out.print(engine.run("docker.io/library/alpine", "echo", "hello").stdout());
 * }
 * </pre>
 *
 * <p>Providers come from the class path: a program depends on {@code jpod-engine} and, at runtime scope, on the providers that it
 * wants. A virtual machine has many threads and can join no user namespace, so for a user who is not root the engine works in a
 * helper: a second virtual machine with the same class path, started through nsenter(1) in the namespaces of the user that the command
 * line has as well. The two talk over the helper's standard streams ({@link io.jpod.engine.embed.Frames}). When the program ends,
 * however it ends, the helper sees the end of its input, removes the containers that were started and not kept, and ends. A program
 * that is root, or runs below {@code jpod unshare}, has no helper.
 *
 * <p>The call order: {@link io.jpod.engine.embed.LocalEngine} asks a {@link io.jpod.engine.embed.Calls}, which is
 * {@link io.jpod.engine.embed.Operations} itself or a {@link io.jpod.engine.embed.HelperProcess} that passes on to one. An operation
 * opens an {@link io.jpod.engine.Engine} of its own, as engines are for one thread.
 */
package io.jpod.engine.embed;
