package io.jpod.engine.container;

import io.jpod.api.JpodException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which images containers use. */
final class ImageUses {
    private final ContainerStore store;

    ImageUses(ContainerStore store) {
        this.store = store;
    }

    /** Ids of containers by image id. */
    Map<String, List<String>> byImage() {
        Map<String, List<String>> result = new LinkedHashMap<>();
        for (String id : store.ids()) {
            try {
                String image = store.config(id).imageId();
                if (!image.isEmpty()) {
                    List<String> users = result.get(image);
                    if (users == null) {
                        users = new ArrayList<>();
                        result.put(image, users);
                    }
                    users.add(id);
                }
            } catch (JpodException e) {
                // Damaged or removed meanwhile: its layer keeps what it needs.
                continue;
            }
        }
        return result;
    }
}
