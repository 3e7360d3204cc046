package io.jpod.cli.command;

import io.jpod.cli.Invocation;
import io.jpod.engine.Contents.Layer;
import io.jpod.engine.Images.Image;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Nameless images that other images stand on. Layers are read only when there is a nameless image. */
final class Intermediates {
    private final Invocation call;
    private Set<String> below;

    Intermediates(Invocation call) {
        this.call = call;
    }

    boolean contain(Image image) {
        return image.names().isEmpty() && below().contains(image.config().topLayer());
    }

    /** Layers that are not the uppermost of every image that has them. */
    private Set<String> below() {
        if (below == null) {
            below = new HashSet<>();
            for (Image image : call.images().list()) {
                if (image.list()) {
                    continue;
                }
                List<Layer> layers = call.contents().layers(image.config().id());
                for (int i = 0; i + 1 < layers.size(); i++) {
                    below.add(layers.get(i).id());
                }
            }
        }
        return below;
    }
}
