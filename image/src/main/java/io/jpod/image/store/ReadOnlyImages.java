package io.jpod.image.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Images of stores that belong to others. */
public interface ReadOnlyImages {
    /** How names of images in such a store begin that says where it is. */
    String TRANSPORT = "containers-storage:";

    /** For whoever has no such stores. */
    ReadOnlyImages NONE = new ReadOnlyImages() {
        @Override
        public List<String> ids() {
            return List.of();
        }

        @Override
        public List<ImageNames.Name> names() {
            return List.of();
        }

        @Override
        public Optional<ImageStore.Found> search(String reference) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> directory(String id) {
            return Optional.empty();
        }

        @Override
        public String place(String id) {
            return "";
        }
    };

    /** Ids of all images. */
    List<String> ids();

    /** All names, those of one image in their order. */
    List<ImageNames.Name> names();

    /** Finds by id or its beginning, by name, by a short name, or by the digest of a manifest; also {@code containers-storage:…}. */
    Optional<ImageStore.Found> search(String reference);

    /** A directory with the image's documents in our own form; empty when there is no such image. */
    Optional<Path> directory(String id);

    /** The store that an image is in, as users write it; empty when there is no such image. */
    String place(String id);
}
