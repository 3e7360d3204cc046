package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.image.content.StoredLayers;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.registry.RegistryDestination;
import io.jpod.image.store.ImageNames;
import io.jpod.image.store.ImageStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Guesses, from the names of stored images, in which repositories of a registry a blob is. Thread-safe. */
final class BlobOrigins implements RegistryDestination.Origins {
    private static final int MAX_GUESSES = 3;

    private final ImageStore store;
    private final ImageReference target;
    private Map<String, List<String>> repositories; // by the blob's hexadecimal digest; guarded by this

    /** @param target whose registry is meant, and whose own repository is no guess */
    BlobOrigins(ImageStore store, ImageReference target) {
        this.store = store;
        this.target = target;
    }

    @Override
    public synchronized List<String> repositoriesWith(Descriptor blob) {
        if (repositories == null) {
            repositories = read();
        }
        return repositories.getOrDefault(blob.digest().hex(), List.of());
    }

    private Map<String, List<String>> read() {
        Map<String, List<String>> result = new HashMap<>();
        for (ImageNames.Name name : store.names().all()) {
            ImageReference reference = name.reference();
            if (!reference.registry().equals(target.registry())
                    || reference.path().equals(target.path())) {
                continue;
            }
            try {
                // The configuration's digest is the image's id.
                guess(result, name.id(), reference);
                for (StoredLayers.Layer layer :
                        StoredLayers.read(store.directory(name.id())).layers()) {
                    guess(result, layer.blob().digest().hex(), reference);
                }
            } catch (JpodException e) {
                // A damaged image; it says nothing.
            }
        }
        return result;
    }

    private static void guess(Map<String, List<String>> guesses, String hex, ImageReference reference) {
        List<String> known = guesses.computeIfAbsent(hex, blob -> new ArrayList<>());
        if (known.size() < MAX_GUESSES && !known.contains(reference.path())) {
            known.add(reference.path());
        }
    }
}
