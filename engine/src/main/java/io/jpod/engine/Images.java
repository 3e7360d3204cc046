package io.jpod.engine;

import io.jpod.image.store.ImageRunConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Images of the store. References are as users type them; short names are resolved by {@code registries.conf}. */
public interface Images {
    /**
     * An image as listings need it.
     *
     * @param names with tags, for example {@code docker.io/library/alpine:latest}; {@link #obtain} gives only the one that matched
     * @param digests podman's {@code RepoDigests}, for example {@code docker.io/library/alpine@sha256:…}; an image that was pulled
     *     by digest has one of these and no name
     */
    record Image(ImageRunConfig config, List<String> names, List<String> digests) {}

    /** Progress of a transfer, one call per event; for people only. */
    interface Progress {
        void message(String line);
    }

    /** Finds by name, by digest, or by an unambiguous beginning of the id; NOT_FOUND otherwise ({@code x: image not known}). */
    Image get(String reference);

    boolean exists(String reference);

    List<Image> list();

    /** What {@code run} and {@code create} need: applies the pull policy and unpacks layers. */
    Image obtain(String reference, PullOptions options, Progress progress);

    /** Fetches from a transport ({@code docker://}, {@code oci:}, {@code oci-archive:}, {@code docker-archive:}, {@code dir:}, or none). */
    List<Image> pull(String reference, PullOptions options, Progress progress);

    /** Sends to a transport; returns the manifest's digest. */
    String push(String reference, String destination, PullOptions options, Progress progress);

    /** Reads an archive or directory in any format of {@code load}; returns the names, or ids of nameless images. */
    List<String> load(Path archive, Progress progress);

    /**
     * Makes an image of one layer from a tar; returns its id.
     *
     * @param reference empty for a nameless image
     * @param changes instructions such as {@code CMD ["sh"]}
     * @param metadata {@code message}, {@code os}, {@code arch}, {@code variant}
     */
    String importTar(Path tar, String reference, List<String> changes, Map<String, String> metadata, Progress progress);

    void tag(String reference, List<String> newNames);

    void untag(String reference, List<String> names);

    /**
     * Removes names or images.
     *
     * @param inUse ids of images that containers use; removing one is CONFLICT unless forced
     * @return {@code untagged} names and {@code deleted} ids in podman's form
     */
    Removal remove(String reference, boolean force, boolean prune, Map<String, List<String>> inUse);

    /** What a removal did. */
    record Removal(List<String> untagged, List<String> deleted) {}

    /** The image's own configuration document. */
    byte[] rawConfig(String id);

    /** The image's own manifest document. */
    byte[] rawManifest(String id);
}
