package io.jpod.image.manifest;

import io.jpod.image.reference.Digest;

/** A manifest or an index as it was received. */
public sealed interface Manifest permits ImageManifest, ImageIndex {
    /** Largest document that is accepted, in bytes; as registries and other clients have it. */
    int MAX_SIZE = 4 << 20;

    String mediaType();

    /** The document itself. */
    byte[] bytes();

    Digest digest();
}
