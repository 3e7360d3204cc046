/**
 * Which images may enter the store: {@code policy.json} (containers-policy.json(5)) and the signatures that it may ask for.
 *
 * <p>A policy names, for a transport and the longest matching scope, requirements that all must hold. A simple signature is a
 * document that names an image's manifest and its identity, signed by gpg and kept beside the registry (a lookaside, found by
 * {@code registries.d}); a sigstore signature is the same document signed with a plain key and kept in the registry. gpg is called
 * with a keyring of its own that holds the policy's keys and nothing else.
 */
package io.jpod.image.trust;
