/**
 * Storage drivers: how layers lie on disk and become a root file system.
 *
 * <p>A <em>layer</em> is immutable once committed and has at most one parent. Image layers are named by their chain id (OCI
 * image-spec, config.md), container layers by the container's id. The engine calls {@link
 * io.jpod.api.storage.StorageDriver#create}, fills {@link io.jpod.api.storage.LayerDraft#directory} with the generic layer
 * code (honouring {@link io.jpod.api.storage.LayerDraft#whiteouts}), and {@link io.jpod.api.storage.LayerDraft#commit
 * commits}, which is a rename; a draft that a killed process left behind is swept by whoever finds its owner dead. Then {@link
 * io.jpod.api.storage.StorageDriver#mount} any number of times, {@link io.jpod.api.storage.StorageDriver#unmount}, and {@link
 * io.jpod.api.storage.StorageDriver#remove}. Everything runs inside the engine's user and mount namespace, as its root.
 *
 * <p>Different layers may be used by different processes at once; for one layer the engine holds that layer's lock.
 */
package io.jpod.api.storage;
