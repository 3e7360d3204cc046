package io.jpod.image.manifest;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.reference.Digest;
import java.util.List;

/** An OCI index or a Docker manifest list: manifests of one image for several platforms. */
public final class ImageIndex implements Manifest {
    private final String mediaType;
    private final List<Descriptor> manifests;
    private final byte[] bytes;
    private final Digest digest;

    ImageIndex(String mediaType, List<Descriptor> manifests, byte[] bytes) {
        this.mediaType = mediaType;
        this.manifests = List.copyOf(manifests);
        this.bytes = bytes;
        this.digest = Sha256.of(bytes);
    }

    /**
     * The entry for a platform.
     *
     * @throws JpodException NOT_FOUND in podman's words when there is none
     */
    public Descriptor choose(Platform wanted) {
        Descriptor best = null;
        int bestMatch = 0;
        for (Descriptor entry : manifests) {
            if (entry.platform().isEmpty()) {
                continue;
            }
            int match = wanted.match(entry.platform().get());
            if (match > bestMatch) {
                best = entry;
                bestMatch = match;
            }
        }
        if (best == null) {
            throw new JpodException(
                    ErrorCode.NOT_FOUND,
                    "no image found in manifest list for architecture " + wanted.architecture() + ", variant \""
                            + wanted.variant() + "\", OS " + wanted.os());
        }
        return best;
    }

    @Override
    public String mediaType() {
        return mediaType;
    }

    public List<Descriptor> manifests() {
        return manifests;
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public Digest digest() {
        return digest;
    }
}
