package io.jpod.image.transport;

import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import java.io.IOException;
import java.io.InputStream;

/** A place that takes an image: blobs in any order, then the manifest, then {@link #finish}. Belongs to one thread. */
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

    /** Takes a layer or a configuration, unless it is there already. */
    void blob(Descriptor descriptor, Content content);

    /** Takes the manifest, under the name that the destination was opened with. */
    void manifest(ImageManifest manifest);

    /** Makes the image visible. */
    void finish();

    /** Without {@link #finish} nothing is left behind, as far as the place allows. */
    @Override
    void close();
}
