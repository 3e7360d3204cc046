package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.transport.ImageSource;
import io.jpod.image.transport.TransportName;
import java.util.ArrayList;
import java.util.List;

/** The names that an image gets when it comes from a place that is no registry; as podman 4 does. */
final class PulledNames {
    private PulledNames() {}

    static List<ImageReference> of(TransportName place, ImageSource source) {
        return switch (place.transport()) {
            case "oci" -> ofPath(place.path());
            case "dir" -> List.of();
            default -> ofSource(source);
        };
    }

    /** A layout is named after its directory; where that is no valid name, the image stays nameless. */
    static List<ImageReference> ofPath(String path) {
        String trimmed = path;
        while (trimmed.startsWith("/") || trimmed.startsWith("./")) {
            trimmed = trimmed.substring(trimmed.indexOf('/') + 1);
        }
        while (trimmed.endsWith("/")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1);
        }
        try {
            return List.of(ImageReference.parse("localhost/" + trimmed).local());
        } catch (JpodException e) {
            return List.of();
        }
    }

    static List<ImageReference> ofSource(ImageSource source) {
        List<ImageReference> result = new ArrayList<>();
        for (String name : source.names()) {
            result.add(normal(name).withoutDigest());
        }
        return result;
    }

    /** A name as the user or an archive wrote it, made complete. */
    static ImageReference normal(String name) {
        try {
            return ImageReference.parse(name).local();
        } catch (JpodException e) {
            throw new JpodException(e.code(), "normalizing name \"" + name + "\"", e);
        }
    }
}
