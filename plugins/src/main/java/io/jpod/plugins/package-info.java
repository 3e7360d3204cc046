/**
 * Finds providers: those of the distribution, and those of plug-in jars.
 *
 * <p>A <em>candidate</em> is a provider that was found but may not have been loaded. Built-in ones stand in {@code
 * lib/providers.index}, made from the {@code META-INF/services} files when the distribution was put together; without that file
 * the services themselves are read. A <em>plug-in</em> is a jar in one of the plug-in folders. A plain jar gets a class loader of its
 * own that sees the JDK, {@code io.jpod.api} and {@code io.jpod.support} of the host and nothing else; a jar with a {@code
 * Bundle-SymbolicName} is a bundle ({@link io.jpod.plugins.osgi}).
 *
 * <p>Built-in ids are reserved and win without a look at the folders, so that plug-ins cost nothing who does not ask for one. Otherwise a
 * <em>record</em> of each jar is taken from an index in the user's cache. A jar that the index does not know is looked at in a process of
 * its own ({@link io.jpod.plugins.ProbeMain}): what hangs, ends the virtual machine or crashes it does so there, and its record says so. A
 * jar that is broken is a line in the debug log and in the listings, never an error for who did not ask for it.
 *
 * <p>Every call into a plug-in passes a fence: the context class loader is the plug-in's, what is thrown names the jar, an end of the
 * process is noticed and named.
 */
package io.jpod.plugins;
