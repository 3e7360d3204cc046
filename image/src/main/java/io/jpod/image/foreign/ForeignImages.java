package io.jpod.image.foreign;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.store.ImageNames;
import io.jpod.image.store.ImageStore;
import io.jpod.image.store.ReadOnlyImages;
import io.jpod.support.posix.Posix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Images of additional image stores, and of those that a command names by {@code containers-storage:}. For one thread.
 */
public final class ForeignImages implements ReadOnlyImages {
    /** An image and the store it is in. */
    public record Place(ForeignStore store, ForeignStore.StoredImage image) {}

    private final Supplier<List<Path>> graphRoots;
    private final Supplier<Path> usual;
    private final Posix posix;
    private final Log log;
    private final ForeignDocuments documents;
    private final List<ForeignStore> named = new ArrayList<>();
    private List<ForeignStore> listed;

    /**
     * @param root our own data root
     * @param graphRoots of additional image stores
     * @param usual the graph root that the user's other engine has
     */
    public ForeignImages(Path root, Supplier<List<Path>> graphRoots, Supplier<Path> usual, Posix posix, Log log) {
        this.graphRoots = graphRoots;
        this.usual = usual;
        this.posix = posix;
        this.log = log;
        this.documents = new ForeignDocuments(root.resolve("foreign"), posix);
    }

    private List<ForeignStore> listed() {
        if (listed == null) {
            List<ForeignStore> found = new ArrayList<>();
            for (Path graphRoot : graphRoots.get()) {
                found.addAll(ForeignStore.open(graphRoot));
            }
            listed = found;
            for (ForeignStore store : found) {
                documents.forgetOthers(store);
            }
        }
        return listed;
    }

    private List<Place> places() {
        List<Place> result = new ArrayList<>();
        collect(listed(), result);
        return result;
    }

    private static void collect(List<ForeignStore> stores, List<Place> into) {
        for (ForeignStore store : stores) {
            for (ForeignStore.StoredImage image : store.images()) {
                if (!image.documents().isEmpty() && image.documents().contains("sha256:" + image.id())) {
                    into.add(new Place(store, image));
                }
            }
        }
    }

    @Override
    public List<String> ids() {
        List<String> result = new ArrayList<>();
        for (Place place : places()) {
            if (!result.contains(place.image().id())) {
                result.add(place.image().id());
            }
        }
        collectNamed(result);
        return result;
    }

    private void collectNamed(List<String> ids) {
        List<Place> more = new ArrayList<>();
        collect(named, more);
        for (Place place : more) {
            if (!ids.contains(place.image().id())) {
                ids.add(place.image().id());
            }
        }
    }

    @Override
    public List<ImageNames.Name> names() {
        return names(places());
    }

    private static List<ImageNames.Name> names(List<Place> places) {
        List<ImageNames.Name> result = new ArrayList<>();
        for (Place place : places) {
            for (String name : place.image().names()) {
                try {
                    result.add(new ImageNames.Name(
                            ImageReference.parse(name), place.image().id(), result.size()));
                } catch (JpodException e) {
                    // Not a name that anybody could type.
                    continue;
                }
            }
        }
        return result;
    }

    @Override
    public Optional<ImageStore.Found> search(String reference) {
        if (reference.startsWith(TRANSPORT)) {
            return Optional.of(open(reference.substring(TRANSPORT.length())));
        }
        return listed().isEmpty() ? Optional.empty() : search(reference, places());
    }

    /** An image that a command names with its store. */
    private ImageStore.Found open(String rest) {
        List<ForeignStore> stores;
        String reference = rest;
        Path graphRoot;
        if (rest.startsWith("[")) {
            int end = rest.indexOf(']');
            if (end < 0) {
                throw JpodException.usage("invalid reference \"" + TRANSPORT + rest + "\": a ] is missing");
            }
            String driver = "";
            String path = rest.substring(1, end);
            int at = path.indexOf('@');
            if (at >= 0) {
                driver = path.substring(0, at);
                path = path.substring(at + 1);
            }
            int plus = path.indexOf('+');
            path = plus < 0 ? path : path.substring(0, plus);
            if (!path.startsWith("/")) {
                throw JpodException.usage(
                        "invalid reference \"" + TRANSPORT + rest + "\": the store's path is not absolute");
            }
            graphRoot = Path.of(path);
            stores = chosen(graphRoot, driver);
            reference = rest.substring(end + 1);
        } else {
            graphRoot = usual.get();
            stores = ForeignStore.open(graphRoot);
        }
        List<Place> places = new ArrayList<>();
        collect(stores, places);
        String wanted = reference;
        Optional<ImageStore.Found> found = wanted.isEmpty() ? Optional.empty() : search(wanted, places);
        if (found.isEmpty()) {
            throw JpodException.notFound("reference \"" + TRANSPORT + rest + "\" does not resolve to an image ID: "
                    + graphRoot + " has no such image");
        }
        named.addAll(stores);
        return found.get();
    }

    private static List<ForeignStore> chosen(Path graphRoot, String driver) {
        List<ForeignStore> result = new ArrayList<>();
        for (ForeignStore store : ForeignStore.open(graphRoot)) {
            if (driver.isEmpty() || driver.equals(store.driver())) {
                result.add(store);
            }
        }
        return result;
    }

    private static Optional<ImageStore.Found> search(String text, List<Place> places) {
        int at = text.lastIndexOf('@');
        String id = at >= 0 && !text.startsWith("sha256:", at + 1) ? text.substring(at + 1) : text;
        id = id.startsWith("sha256:") ? id.substring("sha256:".length()) : id;
        Optional<ImageStore.Found> byId = byId(id, places);
        if (byId.isPresent() || at >= 0 && !text.startsWith("sha256:", at + 1) || Digest.isHex(id, 64)) {
            return byId;
        }
        ImageReference wanted = ImageReference.parse(text).withDefaultTag();
        if (!wanted.digest().isEmpty()) {
            for (Place place : places) {
                if (place.image().documents().contains("manifest-" + wanted.digest())) {
                    return Optional.of(new ImageStore.Found(place.image().id(), Optional.empty()));
                }
            }
            return Optional.empty();
        }
        for (ImageNames.Name name : names(places)) {
            ImageReference reference = name.reference();
            boolean same = wanted.isShort()
                    ? reference.tag().equals(wanted.tag())
                            && reference.repository().endsWith("/" + wanted.path())
                    : reference.equals(wanted);
            if (same) {
                return Optional.of(new ImageStore.Found(name.id(), Optional.of(reference)));
            }
        }
        return Optional.empty();
    }

    private static Optional<ImageStore.Found> byId(String text, List<Place> places) {
        String found = null;
        if (!text.isEmpty() && text.length() <= 64 && Digest.isHex(text, text.length())) {
            for (Place place : places) {
                String id = place.image().id();
                if (id.startsWith(text) && !id.equals(found)) {
                    if (found != null) {
                        return Optional.empty();
                    }
                    found = id;
                }
            }
        }
        return found == null ? Optional.empty() : Optional.of(new ImageStore.Found(found, Optional.empty()));
    }

    /** Where an image is. */
    public Optional<Place> find(String id) {
        List<Place> all = places();
        collect(named, all);
        for (Place place : all) {
            if (place.image().id().equals(id)) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    /** The image's content, with plain layers. */
    public ForeignSource source(Place place) {
        return new ForeignSource(place.store(), place.image(), posix);
    }

    @Override
    public Optional<Path> directory(String id) {
        Optional<Place> place = find(id);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        log.debug("image " + id + " is in " + place.get().store().place());
        return Optional.of(documents.of(place.get()));
    }

    @Override
    public String place(String id) {
        return find(id).map(place -> place.store().place()).orElse("");
    }
}
