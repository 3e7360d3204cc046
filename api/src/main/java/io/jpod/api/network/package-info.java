/**
 * Network providers: what connects a container's network namespace to the world. The modes {@code none}, {@code host}, {@code
 * container:ID} and {@code ns:PATH} need no provider. Order: {@link io.jpod.api.network.Network#plan} before the container is
 * created (its files name the addresses), {@link io.jpod.api.network.Network#attach} between create and start, {@link
 * io.jpod.api.network.Network#detach} after the end, also after a crash and more than once.
 */
package io.jpod.api.network;
