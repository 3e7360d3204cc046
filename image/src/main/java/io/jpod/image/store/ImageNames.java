package io.jpod.image.store;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.support.file.AtomicFile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Names of images on disk: {@code image-names/REPOSITORY/TAG}, where the slashes of the repository are written {@code +}, and a
 * digest stands in the tag's place for what was pulled by digest. A file holds the image's id and a number that orders the names of
 * one image. Changing needs the store's lock, reading does not.
 */
public final class ImageNames {
    /** A name: reference, id of the image, and its place among the image's names. */
    public static final class Name {
        private final ImageReference reference;
        private final String id;
        private final long order;

        public Name(ImageReference reference, String id, long order) {
            this.reference = reference;
            this.id = id;
            this.order = order;
        }

        /** Qualified, with a tag or a digest. */
        public ImageReference reference() {
            return reference;
        }

        public String id() {
            return id;
        }

        /** Smaller comes first. */
        public long order() {
            return order;
        }
    }

    private final Path directory;

    public ImageNames(Path root) {
        this.directory = root.resolve("image-names");
    }

    /** Finds a qualified reference with a tag or a digest. */
    public Optional<Name> find(ImageReference reference) {
        Path file = file(reference);
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            throw JpodException.host("reading image name " + file, e);
        }
        return parse(reference, text);
    }

    private static Optional<Name> parse(ImageReference reference, String text) {
        int end = text.indexOf('\n');
        int blank = text.indexOf(' ');
        if (end != text.length() - 1 || blank != 64 || !Digest.isHex(text.substring(0, 64), 64)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Name(reference, text.substring(0, 64), Long.parseLong(text.substring(blank + 1, end))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Repositories whose name is the given path or ends in a slash and the path, with this tag. */
    public List<Name> withSuffix(String path, String tag) {
        List<Name> result = new ArrayList<>();
        String suffix = "/" + path;
        for (String repository : repositories()) {
            if (repository.endsWith(suffix)) {
                Optional<ImageReference> reference = reference(repository, tag);
                if (reference.isPresent()) {
                    find(reference.get()).ifPresent(result::add);
                }
            }
        }
        return result;
    }

    private static Optional<ImageReference> reference(String repository, String tag) {
        try {
            ImageReference parsed = ImageReference.parse(repository);
            return Optional.of(tag.indexOf(':') < 0 ? parsed.withTag(tag) : parsed.withDigest(Digest.parse(tag)));
        } catch (JpodException e) {
            return Optional.empty();
        }
    }

    private List<String> repositories() {
        List<String> result = new ArrayList<>();
        for (String name : list(directory)) {
            result.add(name.replace('+', '/'));
        }
        return result;
    }

    /** All names, by image order; damaged entries are left out. */
    public List<Name> all() {
        List<Name> result = new ArrayList<>();
        for (String repository : repositories()) {
            for (String tag : list(directory.resolve(repository.replace('/', '+')))) {
                Optional<ImageReference> reference = reference(repository, tag);
                if (reference.isPresent()) {
                    find(reference.get()).ifPresent(result::add);
                }
            }
        }
        result.sort((a, b) -> Long.compare(a.order, b.order));
        return result;
    }

    /** The names of one image. */
    public List<Name> of(String id) {
        List<Name> result = new ArrayList<>();
        for (Name name : all()) {
            if (name.id.equals(id)) {
                result.add(name);
            }
        }
        return result;
    }

    /** Files whose name does not begin with a dot, sorted. */
    static List<String> list(Path directory) {
        String[] names = new File(directory.toString()).list();
        List<String> result = new ArrayList<>();
        if (names != null) {
            Arrays.sort(names);
            for (String name : names) {
                if (!name.startsWith(".")) {
                    result.add(name);
                }
            }
        }
        return result;
    }

    /**
     * Points a name at an image, whatever it pointed at before.
     *
     * @param first true to make it the first of the image's names, false for the last
     */
    public void set(ImageReference reference, String id, boolean first) {
        long order = 0;
        for (Name name : of(id)) {
            if (name.reference.equals(reference)) {
                return;
            }
            order = first ? Math.min(order, name.order - 1) : Math.max(order, name.order + 1);
        }
        Path file = file(reference);
        try {
            Files.createDirectories(file.getParent());
            AtomicFile.writeDurable(file, id + " " + order + "\n");
        } catch (IOException e) {
            throw JpodException.host("writing image name " + file, e);
        }
    }

    /** Removes a name; one that does not exist is no error. */
    public void remove(ImageReference reference) {
        Path file = file(reference);
        try {
            Files.deleteIfExists(file);
            if (list(file.getParent()).isEmpty()) {
                removeLeftovers(file.getParent());
            }
        } catch (IOException e) {
            throw JpodException.host("removing image name " + file, e);
        }
    }

    /** Removes what killed writers left behind; the caller holds the store's lock, so nobody writes. */
    public void sweep() {
        String[] entries = new File(directory.toString()).list();
        if (entries == null) {
            return;
        }
        try {
            for (String entry : entries) {
                Path repository = directory.resolve(entry);
                if (list(repository).isEmpty()) {
                    removeLeftovers(repository);
                } else {
                    removeTemporaries(repository);
                }
            }
        } catch (IOException e) {
            throw JpodException.host("sweeping " + directory, e);
        }
    }

    private static void removeLeftovers(Path repository) throws IOException {
        removeTemporaries(repository);
        Files.deleteIfExists(repository);
    }

    private static void removeTemporaries(Path repository) throws IOException {
        String[] files = new File(repository.toString()).list();
        if (files != null) {
            for (String file : files) {
                if (file.startsWith(".")) {
                    Files.deleteIfExists(repository.resolve(file));
                }
            }
        }
    }

    private Path file(ImageReference reference) {
        if (reference.isShort()
                || reference.tag().isEmpty() == reference.digest().isEmpty()) {
            throw new JpodException(ErrorCode.INTERNAL, "not a complete image name: " + reference);
        }
        String leaf = reference.tag().isEmpty() ? reference.digest() : reference.tag();
        return directory.resolve(reference.repository().replace('/', '+')).resolve(leaf);
    }
}
