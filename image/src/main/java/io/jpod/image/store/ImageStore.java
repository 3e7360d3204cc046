package io.jpod.image.store;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads images: {@code images/ID} with {@code run.json} (the run form), {@code config}, {@code layers.json} and {@code
 * manifests/DIGEST}. An image's directory appears by a rename and so is complete; one that cannot be read is reported and left
 * out, and never hides the others.
 */
public final class ImageStore {
    private static final String FORMER_NAMES = "former-names";

    /** An image that is tagged anew every minute must not fill the disk. */
    private static final int MAX_FORMER_NAMES = 100;

    /** Decides which of several repositories a short name means. */
    public interface ShortNames {
        /** Qualified references for a short name, best first. */
        List<ImageReference> candidates(ImageReference shortName);
    }

    /** Names that stand for several images, of which one is meant. */
    public interface Choices {
        /** For whoever has none. */
        Choices NONE = reference -> Optional.empty();

        /** The id of the image that is meant; empty when there is no such name, or the image is not here. */
        Optional<String> choose(String reference);
    }

    /** What a reference was found to be. */
    public static final class Found {
        private final String id;
        private final Optional<ImageReference> name;

        public Found(String id, Optional<ImageReference> name) {
            this.id = id;
            this.name = name;
        }

        public String id() {
            return id;
        }

        /** The stored name that matched; empty when it was found by id or digest. */
        public Optional<ImageReference> name() {
            return name;
        }
    }

    private final Path directory;
    private final ImageNames names;
    private final ShortNames shortNames;
    private final ReadOnlyImages others;
    private final Choices choices;
    private final Log log;

    public ImageStore(Path root, ShortNames shortNames, Log log) {
        this(root, shortNames, ReadOnlyImages.NONE, Choices.NONE, log);
    }

    /**
     * @param others images that are found when there is none of that name here
     * @param choices are asked when no image has the name
     */
    public ImageStore(Path root, ShortNames shortNames, ReadOnlyImages others, Choices choices, Log log) {
        this.directory = root.resolve("images");
        this.names = new ImageNames(root);
        this.shortNames = shortNames;
        this.others = others;
        this.choices = choices;
        this.log = log;
    }

    public ImageNames names() {
        return names;
    }

    /** Where an image's files are, or would be. */
    public Path directory(String id) {
        if (contains(id)) {
            return directory.resolve(id);
        }
        return others.directory(id).orElse(directory.resolve(id));
    }

    /** Where an image's files are, or would be, in this store itself. */
    public Path ownDirectory(String id) {
        return directory.resolve(id);
    }

    /** Images of other stores. */
    public ReadOnlyImages others() {
        return others;
    }

    /** True for an image that is in another store alone. */
    public boolean readOnly(String id) {
        return !contains(id) && others.ids().contains(id);
    }

    /** @throws JpodException UNSUPPORTED for an image that is in another store alone */
    public void requireOwn(String id, String action) {
        if (readOnly(id)) {
            throw JpodException.unsupported("cannot " + action + " read-only image \"" + id + "\"")
                    .withRemedy("it belongs to " + others.place(id) + ": copy it first, with pull containers-storage:"
                            + others.place(id) + "@" + id.substring(0, 12));
        }
    }

    /** Ids of this store's own images, also of damaged ones. */
    public List<String> ids() {
        List<String> result = new ArrayList<>();
        for (String name : ImageNames.list(directory)) {
            if (Digest.isHex(name, 64)) {
                result.add(name);
            }
        }
        return result;
    }

    public boolean contains(String id) {
        return Files.isDirectory(directory.resolve(id));
    }

    /** Names that the image had and has no more, the last one first; damaged entries are left out. */
    public List<String> formerNames(String id) {
        List<String> result = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(ownDirectory(id).resolve(FORMER_NAMES), StandardCharsets.UTF_8)) {
                result.add(ImageReference.parse(line).toString());
            }
        } catch (IOException | JpodException e) {
            return result;
        }
        return result;
    }

    /** Adds to them; the caller holds the store's lock. An image that is not here remembers nothing. */
    public void rememberName(String id, ImageReference name) {
        Path directory = ownDirectory(id);
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<String> names = new ArrayList<>(List.of(name.toString()));
        for (String other : formerNames(id)) {
            if (names.size() < MAX_FORMER_NAMES && !names.contains(other)) {
                names.add(other);
            }
        }
        try {
            AtomicFile.writeVolatile(directory.resolve(FORMER_NAMES), String.join("\n", names) + "\n");
        } catch (IOException e) {
            throw JpodException.host("writing names of image " + directory, e);
        }
    }

    /** The run form. */
    public ImageRunConfig config(String id) {
        Path file = directory(id).resolve("run.json");
        try {
            return ImageRunConfig.fromJson(Json.parseObject(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            throw contains(id) ? damaged(id, e) : unknown(id);
        } catch (IOException e) {
            throw JpodException.host("reading image " + file, e);
        } catch (JpodException e) {
            throw damaged(id, e);
        }
    }

    private static JpodException damaged(String id, Exception cause) {
        return new JpodException(ErrorCode.INTERNAL, "image " + id + " is damaged", cause)
                .withRemedy("remove it with rmi -f " + id.substring(0, 12) + " and pull it again");
    }

    /** Run forms of all images that can be read, here and in other stores; the others are reported. */
    public List<ImageRunConfig> configs() {
        List<ImageRunConfig> result = new ArrayList<>();
        List<String> all = ids();
        for (String other : others.ids()) {
            if (!all.contains(other)) {
                all.add(other);
            }
        }
        for (String id : all) {
            try {
                result.add(config(id));
            } catch (JpodException e) {
                if (contains(id) || readOnly(id)) {
                    Throwable cause = e.getCause();
                    log.warn(e.getMessage() + (cause == null ? "" : ": " + cause.getMessage()));
                }
            }
        }
        return result;
    }

    /** Digests of the manifests and indexes by which the image is known; that of its own manifest comes first. */
    public List<String> digests(ImageRunConfig image) {
        List<String> result = new ArrayList<>();
        result.add(image.manifestDigest());
        for (String name : ImageNames.list(directory(image.id()).resolve("manifests"))) {
            String digest = "sha256:" + name;
            if (Digest.isHex(name, 64) && !digest.equals(image.manifestDigest())) {
                result.add(digest);
            }
        }
        return result;
    }

    /** How many bytes of an image's size are documents, as podman counts: configuration, manifests and indexes, its own manifest twice. */
    public static long documentBytes(Path directory, String manifestDigest) throws IOException {
        Path manifests = directory.resolve("manifests");
        long bytes = Files.size(directory.resolve("config"))
                + Files.size(manifests.resolve(manifestDigest.substring("sha256:".length())));
        for (String name : ImageNames.list(manifests)) {
            bytes += Files.size(manifests.resolve(name));
        }
        return bytes;
    }

    /**
     * Finds an image as podman does: by id or its beginning, by name, by a short name, by the digest of a manifest.
     *
     * @throws JpodException NOT_FOUND ({@code x: image not known}), USAGE for what cannot be a reference
     */
    public Found find(String reference) {
        return search(reference).orElseThrow(() -> unknown(reference));
    }

    /** As {@link #find}, but empty when there is no such image. */
    public Optional<Found> search(String reference) {
        Optional<Found> image = searchImages(reference);
        return image.isPresent() ? image : choices.choose(reference).map(id -> new Found(id, Optional.empty()));
    }

    /** As {@link #search}, but what stands for several images means none. */
    public Optional<Found> searchImages(String reference) {
        Optional<Found> own = searchOwn(reference);
        return own.isPresent() ? own : others.search(reference);
    }

    private Optional<Found> searchOwn(String reference) {
        if (reference.startsWith(ReadOnlyImages.TRANSPORT)) {
            return Optional.empty();
        }
        if (reference.startsWith("sha256:")) {
            String id = reference.substring(7);
            if (!Digest.isHex(id, 64)) {
                throw JpodException.usage(reference + ": invalid format: no 64-byte hexadecimal value");
            }
            return contains(id) ? Optional.of(new Found(id, Optional.empty())) : Optional.empty();
        }
        Optional<String> id = byIdPrefix(reference);
        if (id.isPresent()) {
            return Optional.of(new Found(id.get(), Optional.empty()));
        }
        if (Digest.isHex(reference, 64)) {
            return Optional.empty();
        }
        ImageReference parsed = ImageReference.parse(reference).withDefaultTag();
        if (!parsed.digest().isEmpty()) {
            return byDigest(parsed);
        }
        Optional<ImageNames.Name> name = parsed.isShort() ? byShortName(parsed) : names.find(parsed);
        if (name.isEmpty() || !contains(name.get().id())) {
            return Optional.empty();
        }
        return Optional.of(new Found(name.get().id(), Optional.of(name.get().reference())));
    }

    private static JpodException unknown(String reference) {
        return JpodException.notFound(reference + ": image not known");
    }

    private Optional<String> byIdPrefix(String text) {
        if (text.isEmpty() || text.length() > 64 || !Digest.isHex(text, text.length())) {
            return Optional.empty();
        }
        String found = null;
        for (String id : ids()) {
            if (id.startsWith(text)) {
                if (found != null) {
                    return Optional.empty();
                }
                found = id;
            }
        }
        return Optional.ofNullable(found);
    }

    private Optional<ImageNames.Name> byShortName(ImageReference shortName) {
        List<ImageNames.Name> matches = names.withSuffix(shortName.path(), shortName.tag());
        if (matches.size() < 2) {
            return matches.isEmpty() ? Optional.empty() : Optional.of(matches.get(0));
        }
        for (ImageReference candidate : shortNames.candidates(shortName)) {
            for (ImageNames.Name match : matches) {
                if (match.reference().equals(candidate)) {
                    return Optional.of(match);
                }
            }
        }
        return Optional.of(matches.get(0));
    }

    /** The name that was pulled by this digest, or any image that is known by it. */
    private Optional<Found> byDigest(ImageReference reference) {
        if (!reference.isShort()) {
            Optional<ImageNames.Name> name = names.find(reference.withTag(""));
            if (name.isPresent() && contains(name.get().id())) {
                return Optional.of(
                        new Found(name.get().id(), Optional.of(name.get().reference())));
            }
        }
        String hex = reference.digest().substring("sha256:".length());
        for (String id : ids()) {
            if (Files.isRegularFile(directory.resolve(id).resolve("manifests").resolve(hex))) {
                return Optional.of(new Found(id, Optional.empty()));
            }
        }
        return Optional.empty();
    }
}
