/**
 * Stores of other engines, which are only read: a <em>graph root</em> of containers/storage holds, for each of its drivers, images
 * ({@code DRIVER-images/images.json} and one directory of documents for each), layers ({@code DRIVER-layers/layers.json} and the
 * headers of each layer's tar in {@code ID.tar-split.gz}) and the layers' files. Nothing is ever written there, and no lock is taken:
 * the files that are read are replaced by renames.
 */
package io.jpod.image.foreign;
