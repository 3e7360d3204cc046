/**
 * How a container is connected: the modes that need nobody ({@code none}, {@code host}, {@code container:ID}, {@code ns:PATH}) and
 * those of network providers, and which host ports are used. Order: {@code resolve} and {@code PortAllocator} when a container is
 * planned, {@code plan} before its files are written, {@code attach} between create and start, {@code detach} after its end.
 */
package io.jpod.engine.network;
