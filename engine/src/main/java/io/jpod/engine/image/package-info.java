/**
 * Images of the engine: fetching, sending, naming and removing, on top of the image library's content store and the engine's layer
 * store. An image is usable when its directory, its blobs and its unpacked layers are there; the layers alone are made again from
 * the blobs when another storage driver is chosen. {@link io.jpod.engine.image.StoredImages#obtain} of a present image reads a
 * name, a run form and asks for one layer; everything else here is off the path of {@code run}.
 */
package io.jpod.engine.image;
