/**
 * Stands between the engine and the objects of plug-ins: one class for each interface that a plug-in implements. Each call runs with the
 * plug-in's class loader as context loader; whatever is no exception of the API becomes one that names the plug-in; what a call returns is
 * fenced too.
 *
 * <p>Written out because a command that uses a plug-in pays for dynamic proxies and reflection with 50 ms of its start. {@code FenceTest}
 * fails when a method of the API is not passed on.
 */
package io.jpod.plugins.fence;
