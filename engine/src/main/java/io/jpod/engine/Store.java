package io.jpod.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The data root as a whole: what takes how much, whether it is sound, and its end. */
public interface Store {
    /**
     * Disk space of one image: its layers and blobs.
     *
     * @param shared that part of it which other images have, too
     */
    record ImageUsage(String id, long bytes, long shared) {}

    /**
     * Disk space in allocated bytes; the three kinds together are what the data root takes, but for its empty directories.
     *
     * @param imageBytes of all images, what they share counted once
     * @param unusedImageBytes what removing the images that no container uses would give back
     * @param containers by id
     * @param volumes by name
     */
    record Usage(
            List<ImageUsage> images,
            long imageBytes,
            long unusedImageBytes,
            Map<String, Long> containers,
            Map<String, Long> volumes) {}

    /** Measures everything. */
    Usage usage();

    /**
     * Something that is wrong.
     *
     * @param kind {@code image}, {@code name}, {@code blob}, {@code layer}, {@code container}, {@code volume}
     * @param id of the object
     * @param problem what is wrong with it
     */
    record Finding(String kind, String id, String problem) {}

    /**
     * Looks at everything; what living processes work on is no finding.
     *
     * @param contents also reads every blob and compares every layer with the tar that it was made of
     * @param spared layers of images that nothing uses are no finding before they are older; zero spares none
     */
    List<Finding> check(boolean contents, Duration spared);

    /**
     * Removes what is wrong.
     *
     * @param force also containers, and images that containers use
     * @param spared as in {@link #check}
     * @return what is left
     */
    List<Finding> repair(List<Finding> findings, boolean force, Duration spared);

    /** Removes all containers, images and volumes, and everything else in data root and runtime root. */
    void reset();
}
