/**
 * Names of images: references as users type them, digests, and what {@code registries.conf} says about registries and short names.
 *
 * <p>A <em>short name</em> has no registry ({@code alpine}, {@code library/alpine:3}); a <em>qualified</em> reference has one. A
 * repository is registry and path, without tag and digest. Parsing a reference is on the path of every {@code run}: no regular
 * expressions, no configuration files.
 */
package io.jpod.image.reference;
