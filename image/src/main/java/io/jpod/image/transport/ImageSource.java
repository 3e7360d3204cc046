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

    /** A blob, or its rest. */
    record Part(long offset, InputStream stream) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    /** A layer from an offset on, or from its beginning where that cannot be had. */
    default Part blob(Descriptor descriptor, long offset) throws IOException {
        return new Part(0, blob(descriptor));
    }

    /** True when blobs come over a line that may break, so that it is worth keeping what has arrived. */
    default boolean remote() {
        return false;
    }

    /** The kind of place, as policies and users name it. */
    String transport();

    /** Names that the place itself gives to the image, as they are written there. */
    List<String> names();

    /** True when the manifest was made up here because the place has none: then it says nothing about the image. */
    default boolean madeUp() {
        return false;
    }

    @Override
    void close();
}
