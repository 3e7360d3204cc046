package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.engine.Images;
import io.jpod.image.content.ImageWriter;
import io.jpod.image.content.StoreSweep;
import io.jpod.image.content.StoredLayers;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.store.ImageNames;
import io.jpod.image.store.ImageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Removes names and images, by the rules of podman-rmi(1). */
final class ImageRemoval {
    private final ImageStore store;
    private final ImageWriter writer;
    private final StoreSweep sweep;

    ImageRemoval(ImageStore store, ImageWriter writer, StoreSweep sweep) {
        this.store = store;
        this.writer = writer;
        this.sweep = sweep;
    }

    Images.Removal remove(String reference, boolean force, boolean prune, Map<String, List<String>> inUse) {
        ImageStore.Found found = store.find(reference);
        String id = found.id();
        store.requireOwn(id, "remove");
        List<ImageReference> names = new ArrayList<>();
        for (ImageNames.Name name : store.names().of(id)) {
            names.add(name.reference());
        }
        Optional<ImageReference> name = found.name();
        if (name.isPresent() && names.size() > 1) {
            writer.untag(id, List.of(name.get()));
            return new Images.Removal(List.of(name.get().toString()), List.of());
        }
        if (name.isEmpty() && names.size() > 1 && !force) {
            throw JpodException.usage("unable to delete image \"" + id + "\" by ID with more than one tag ("
                    + bracketed(names) + "): please force removal");
        }
        List<String> users = inUse.getOrDefault(id, List.of());
        if (!users.isEmpty() && !force) {
            throw JpodException.conflict(
                    "image used by " + users.get(0)
                            + ": image is in use by a container: consider listing external containers and force-removing image");
        }
        List<String> deleted = new ArrayList<>();
        List<String> parents = prune ? danglingParents(id, inUse) : List.of();
        sweep.delete(id);
        deleted.add(id);
        for (String parent : parents) {
            sweep.delete(parent);
            deleted.add(parent);
        }
        List<String> untagged = new ArrayList<>();
        for (ImageReference gone : names) {
            untagged.add(gone.toString());
        }
        return new Images.Removal(untagged, deleted);
    }

    private static String bracketed(List<ImageReference> names) {
        StringBuilder out = new StringBuilder("[");
        for (ImageReference name : names) {
            out.append(out.length() > 1 ? " " : "").append(name);
        }
        return out.append(']').toString();
    }

    private List<String> layersOf(String id) {
        List<String> result = new ArrayList<>();
        try {
            for (StoredLayers.Layer layer :
                    StoredLayers.read(store.directory(id)).layers()) {
                result.add(layer.chainId());
            }
        } catch (JpodException e) {
            // A damaged image can still be removed; what it pinned cannot be known.
            return List.of();
        }
        return result;
    }

    /** Nameless images that only this image stands on: left over from builds. */
    private List<String> danglingParents(String id, Map<String, List<String>> inUse) {
        List<String> own = layersOf(id);
        List<String> result = new ArrayList<>();
        for (String other : store.ids()) {
            List<String> layers = layersOf(other);
            boolean parent = !other.equals(id)
                    && !layers.isEmpty()
                    && layers.size() < own.size()
                    && own.subList(0, layers.size()).equals(layers);
            if (parent
                    && store.names().of(other).isEmpty()
                    && inUse.getOrDefault(other, List.of()).isEmpty()
                    && isLeafWithout(other, layers, id)) {
                result.add(other);
            }
        }
        return result;
    }

    private boolean isLeafWithout(String parent, List<String> layers, String removed) {
        for (String other : store.ids()) {
            List<String> theirs = layersOf(other);
            if (!other.equals(parent)
                    && !other.equals(removed)
                    && theirs.size() > layers.size()
                    && theirs.subList(0, layers.size()).equals(layers)
                    && !store.names().of(other).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
