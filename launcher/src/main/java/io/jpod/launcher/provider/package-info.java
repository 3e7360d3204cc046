/**
 * Finds providers: those of the distribution, and those of plug-in jars.
 *
 * <p>A <em>candidate</em> is a provider that was found but may not have been loaded. Built-in ones stand in {@code
 * lib/providers.index}, made from the {@code META-INF/services} files when the distribution was put together; without that file
 * the services themselves are read. A <em>plug-in</em> is a jar in one of the plug-in directories; it gets a class loader of its
 * own that sees the JDK, {@code io.jpod.api} and slf4j of the host and nothing else. Built-in ids win, then the order of
 * the directories. Plug-in jars are opened only when no built-in provider has the id that is asked for, or for a listing. A jar
 * that is broken is a line in the debug log and in the listing, never an error for who did not ask for it.
 */
package io.jpod.launcher.provider;
