package io.jpod.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Named and anonymous volumes. */
public interface Volumes {
    /**
     * A volume.
     *
     * @param created seconds since the epoch
     */
    record Volume(
            String name,
            Path mountPoint,
            long created,
            boolean anonymous,
            Map<String, String> labels,
            Map<String, String> options) {}

    /** Creates a volume; an existing one of the same name is CONFLICT. An empty name makes one. */
    Volume create(String name, Map<String, String> labels, Map<String, String> options, boolean anonymous);

    Volume get(String name);

    boolean exists(String name);

    List<Volume> list();

    /** Removes; CONFLICT while containers use it, unless forced. */
    void remove(String name, boolean force);
}
