/**
 * Registries: a small HTTP/1.1 client, the distribution API, authentication, credentials and certificates.
 *
 * <p>The client is our own because the JDK's costs half a second of start-up, and because what a registry may make us do is
 * decided here: credentials go only to the host they belong to and to the token server that it names, never along a redirect;
 * plain http is used only where it was allowed; headers, documents and redirects are limited. A failure that may pass by itself is
 * a {@link io.jpod.image.registry.TemporaryFailure} in the chain of causes.
 */
package io.jpod.image.registry;
