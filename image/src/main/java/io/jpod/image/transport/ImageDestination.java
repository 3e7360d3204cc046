package io.jpod.image.transport;

import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.reference.Digest;
import java.io.IOException;
import java.io.InputStream;

/** A place that takes an image: blobs in any order, then the manifest, then {@link #finish}. Belongs to one thread, but for {@link #parallel}. */
public interface ImageDestination extends AutoCloseable {
    /** Opens a blob's bytes; may be called again. */
    interface Content {
        InputStream open() throws IOException;
    }

    /** True when layers must arrive as plain tars. */
    default boolean wantsPlainLayers() {
        return false;
    }

    /** True when the layers should be compressed, as for a network. */
    default boolean wantsCompressedLayers() {
        return false;
    }

    /** True when several threads may call {@link #blob} at once. */
    default boolean parallel() {
        return false;
    }

    /** Takes a layer or a configuration, unless it is there already. */
    void blob(Descriptor descriptor, Content content);

    /** Takes the manifest, under the name that the destination was opened with. */
    void manifest(ImageManifest manifest);

    /**
     * Takes a manifest or an index of whatever kind.
     *
     * @param named true for the one that the destination's name stands for, which comes last; false for those that it names
     * @throws JpodException UNSUPPORTED where there is no place for several manifests
     */
    default void document(byte[] bytes, String mediaType, Digest digest, boolean named) {
        throw JpodException.unsupported("a manifest list has no place there");
    }

    /** Makes the image visible. */
    void finish();

    /** Without {@link #finish} nothing is left behind, as far as the place allows. */
    @Override
    void close();
}
