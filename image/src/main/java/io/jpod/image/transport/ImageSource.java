package io.jpod.image.transport;

import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.Manifest;
import io.jpod.image.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** One image, or one index of images, in some place. Blobs may be read by several threads at once. */
public interface ImageSource extends AutoCloseable {
    /** The manifest or index that the reference names. */
    Manifest manifest();

    /** A manifest that an index names; its digest is checked here. */
    Manifest manifest(Digest digest);

    /**
     * A configuration; digest and length are checked here.
     *
     * @throws io.jpod.api.JpodException EXTERNAL
     */
    byte[] config(Descriptor descriptor);

    /** The bytes of a layer, as the source has them; not checked. */
    InputStream blob(Descriptor descriptor) throws IOException;

    /** Names that the place itself gives to the image, as they are written there. */
    List<String> names();

    /** True when the manifest was made up here because the place has none: then it says nothing about the image. */
    default boolean madeUp() {
        return false;
    }

    @Override
    void close();
}
