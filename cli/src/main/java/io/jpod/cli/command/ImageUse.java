package io.jpod.cli.command;

import io.jpod.cli.Invocation;
import io.jpod.engine.Containers.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which images containers use; looked up when first asked for. */
final class ImageUse {
    private final Invocation call;
    private Map<String, List<String>> byImage;

    ImageUse(Invocation call) {
        this.call = call;
    }

    /** Ids of containers by the id of their image. */
    Map<String, List<String>> containers() {
        if (byImage == null) {
            byImage = new HashMap<>();
            for (Snapshot container : call.containers().list()) {
                byImage.computeIfAbsent(container.config().imageId(), id -> new ArrayList<>())
                        .add(container.config().id());
            }
        }
        return byImage;
    }

    int count(String imageId) {
        List<String> users = containers().get(imageId);
        return users == null ? 0 : users.size();
    }
}
