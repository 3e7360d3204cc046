/**
 * The promise to plug-in authors: what a provider is, how it says that it cannot work here, and how errors are told.
 *
 * <p>A provider is one of five kinds ({@link io.jpod.api.ProviderKind}). The launcher calls, in this order: {@link
 * io.jpod.api.Provider#id()}, {@link io.jpod.api.Provider#apiLevel()}, {@link io.jpod.api.Provider#probe}, and then, for
 * the chosen one only, the kind's {@code open}. Signatures use the JDK and this package's own types; no null crosses
 * them. This module depends on nothing but the JDK, writes nothing to standard streams and keeps no static state.
 */
package io.jpod.api;
