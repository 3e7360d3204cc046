/**
 * OSGi bundles as plug-ins: an embedded Apache Felix framework (OSGi Core 8), the only place that knows it.
 *
 * <p>The framework is started when the first provider of a bundle is needed, holds all bundles of the plug-in folders (they may import
 * packages of each other), starts only the one that is needed, and is stopped when the engine closes. The system bundle exports {@code
 * io.jpod.api} with the version {@code 1.LEVEL}, {@code io.jpod.support}, OSGi's own packages, and those of the JDK that the bundles
 * import. A bundle offers providers in any of three ways: {@code META-INF/services}, with {@code Provide-Capability: osgi.serviceloader}
 * deciding which of them when it is there (this package is the mediator that OSGi Compendium 8, chapter 133 describes, for providers);
 * services that its activator registers; components of declarative services, for which Felix SCR is added to the framework.
 */
package io.jpod.plugins.osgi;
