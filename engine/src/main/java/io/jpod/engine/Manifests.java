package io.jpod.engine;

import io.jpod.support.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Manifest lists that are put together here: names for several images, one for each platform. */
public interface Manifests {
    /**
     * What is to be said of an entry instead of what its image says.
     *
     * @param platform members of the descriptor's platform (image-spec, image-index.md) that are to be set
     * @param annotations replace those of the entry unless empty
     */
    record Changes(JsonObject platform, Map<String, String> annotations) {
        /** Nothing. */
        public static Changes none() {
            return new Changes(new JsonObject(), Map.of());
        }
    }

    /**
     * Makes a list; returns its id.
     *
     * @param all of an image that is a list itself, take all entries
     * @param amend use a list of this name that exists already
     */
    String create(
            String name,
            List<String> images,
            boolean all,
            boolean amend,
            Map<String, String> annotations,
            PullOptions options);

    boolean exists(String name);

    /** Adds images that are here or in a registry; returns the list's id. */
    String add(String name, List<String> images, boolean all, Changes changes, PullOptions options);

    /**
     * How files become an artifact; what is empty is chosen.
     *
     * @param config a file that becomes the configuration
     * @param subject an image that the artifact is about
     */
    record ArtifactOptions(
            String type,
            Optional<Path> config,
            String configType,
            String layerType,
            boolean excludeTitles,
            String subject) {}

    /** Adds an artifact of files, which are read again when the list is pushed; returns the list's id. */
    String addArtifact(String name, List<Path> files, ArtifactOptions artifact, Changes changes, PullOptions options);

    /**
     * Changes an entry; returns the list's id.
     *
     * @param image its digest, or an image that has it
     */
    String annotate(String name, String image, Changes changes, PullOptions options);

    /**
     * Changes the list itself; returns its id.
     *
     * @param subject an image that the list is about; empty for no change
     */
    String annotateIndex(String name, Map<String, String> annotations, String subject, PullOptions options);

    /** Takes an entry out by its digest; returns the list's id. */
    String remove(String name, String digest);

    /** Forgets a list; the images stay. */
    Images.Removal delete(String name);

    /** The index as JSON: of a list that is here, or of one in a registry. */
    JsonObject inspect(String name, PullOptions options);

    /**
     * Sends a list and its images to a registry, a layout or a directory; returns the digest of the index.
     *
     * @param all false for the image of this platform alone
     */
    String push(String name, String destination, boolean all, PullOptions options, Images.Progress progress);
}
