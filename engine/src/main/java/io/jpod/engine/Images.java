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
     * @param readOnly true for one that is in an additional image store alone
     * @param list true for a manifest list, which has a configuration in name only
     */
    record Image(ImageRunConfig config, List<String> names, List<String> digests, boolean readOnly, boolean list) {
        /** One of our own. */
        public Image(ImageRunConfig config, List<String> names, List<String> digests) {
            this(config, names, digests, false, false);
        }
    }

    /** Progress of a transfer; for people only. */
    interface Progress {
        /** One line per event. */
        void message(String line);

        /** Images or layers are about to be fetched or unpacked: much more work than to start a container. May be told several times. */
        default void transferring() {}

        /**
         * A blob is about to be copied.
         *
         * @param kind {@code blob} or {@code config}
         */
        default Meter begin(String kind, String digest, long size) {
            message("Copying " + kind + " " + digest);
            return Meter.SILENT;
        }

        /**
         * Asks which of several is meant.
         *
         * @return an index, or -1 when there is nobody to ask
         */
        default int choose(String question, List<String> choices) {
            return -1;
        }
    }

    /** How far one blob is; told from any thread. */
    interface Meter {
        /** For those who do not look. */
        Meter SILENT = new Meter() {
            @Override
            public void at(long bytes) {}

            @Override
            public void done(String how) {}
        };

        /** So many bytes are there. */
        void at(long bytes);

        /** @param how {@code done}, or {@code skipped: already exists} */
        void done(String how);
    }

    /**
     * Finds by name, by digest, or by an unambiguous beginning of the id; of a manifest list, the image for this platform. NOT_FOUND
     * otherwise ({@code x: image not known}).
     */
    Image get(String reference);

    boolean exists(String reference);

    /** True when the reference means a manifest list, and no image. */
    default boolean isList(String reference) {
        return false;
    }

    List<Image> list();

    /** The names that an image has, and behind them those that it had, the last one first. */
    List<String> nameHistory(Image image);

    /** What {@code run} and {@code create} need: applies the pull policy and unpacks layers. */
    Image obtain(String reference, PullOptions options, Progress progress);

    /** Fetches from a transport ({@code docker://}, {@code oci:}, {@code oci-archive:}, {@code docker-archive:}, {@code dir:}, or none). */
    List<Image> pull(String reference, PullOptions options, Progress progress);

    /** Sends to a transport; returns the manifest's digest. */
    String push(String reference, String destination, PullOptions options, Progress progress);

    /**
     * Reads an archive or directory in any format of {@code load}; returns the names, or ids of nameless images.
     *
     * @param archive may be relative; the image of an OCI layout is named after this path as it is given
     */
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

    /** Removes what broken pulls left to go on with, as far as nobody works on it. */
    default void dropUnfinished() {}

    /** What a removal did. */
    record Removal(List<String> untagged, List<String> deleted) {}

    /** The image's own configuration document. */
    byte[] rawConfig(String id);

    /** The image's own manifest document. */
    byte[] rawManifest(String id);
}
