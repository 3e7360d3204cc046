/**
 * Which ids exist, and which of them a container sees as which.
 *
 * <p>Two maps meet here. The <em>engine's namespace</em> gives the invoking user ids of their own: user 1000 is 0 there and the
 * subordinate ids are 1 and up. A <em>container's</em> map says which of these a container sees as its 0, 1, …; its
 * {@code hostId} is an id of the engine's namespace, never of the initial one. Each {@code --userns} mode is a provider:
 * {@code --userns=keep-id:uid=5} opens the provider {@code keep-id} and passes {@code uid=5} as an option.
 */
package io.jpod.api.idmap;
