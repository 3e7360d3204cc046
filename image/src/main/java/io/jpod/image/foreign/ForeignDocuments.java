package io.jpod.image.foreign;

import io.jpod.api.JpodException;
import io.jpod.image.content.StoredLayers;
import io.jpod.image.manifest.ImageConfig;
import io.jpod.image.manifest.Manifest;
import io.jpod.image.reference.Digest;
import io.jpod.image.store.ImageRunConfig;
import io.jpod.image.store.ImageStore;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.json.Json;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.support.tree.TreeRemover;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Documents of images in other stores, in the form of our own: {@code foreign/STORE/ID/}. They are made when they are first needed
 * and made again when the other store's image was replaced; who finds them need not read the other store's again.
 */
final class ForeignDocuments {
    private static final String STAMP = "stamp";

    private final Path directory;
    private final Posix posix;

    ForeignDocuments(Path directory, Posix posix) {
        this.directory = directory;
        this.posix = posix;
    }

    Path of(ForeignImages.Place place) {
        ForeignStore.StoredImage image = place.image();
        Path target = directory.resolve(place.store().key()).resolve(image.id());
        String stamp = image.digest() + " " + image.layer() + "\n";
        try {
            Path mark = target.resolve(STAMP);
            if (Files.isRegularFile(mark)
                    && Files.readString(mark, StandardCharsets.US_ASCII).equals(stamp)) {
                return target;
            }
            Path draft = target.resolveSibling("." + posix.getPid() + "-" + Long.toHexString(System.nanoTime()));
            Files.createDirectories(draft.resolve("manifests"));
            boolean done = false;
            try {
                write(place, draft);
                AtomicFile.writeVolatile(draft.resolve(STAMP), stamp);
                done = replace(draft, target, stamp);
            } finally {
                if (!done) {
                    remove(draft);
                }
            }
            return target;
        } catch (IOException e) {
            throw JpodException.host("keeping the documents of image " + image.id() + " in " + target, e);
        }
    }

    /** False when another process has just put the same there. */
    private boolean replace(Path draft, Path target, String stamp) throws IOException {
        remove(target);
        try {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (FileSystemException e) {
            Path mark = target.resolve(STAMP);
            if (Files.isRegularFile(mark)
                    && Files.readString(mark, StandardCharsets.US_ASCII).equals(stamp)) {
                return false;
            }
            throw e;
        }
    }

    private void write(ForeignImages.Place place, Path draft) throws IOException {
        ForeignStore store = place.store();
        ForeignStore.StoredImage image = place.image();
        ForeignSource source = new ForeignSource(store, image, posix);
        ImageConfig config = ImageConfig.parse(source.config());
        StoredLayers layers = StoredLayers.of(source.plainLayers(), config.diffIds());
        for (String name : image.documents()) {
            String digest = name.startsWith("manifest-sha256:") ? name.substring("manifest-sha256:".length()) : "";
            if (Digest.isHex(digest, 64)) {
                AtomicFile.writeVolatile(
                        draft.resolve("manifests").resolve(digest), store.document(image, name, Manifest.MAX_SIZE));
            }
        }
        String manifest = source.original().digest().hex();
        AtomicFile.writeVolatile(
                draft.resolve("manifests").resolve(manifest), source.original().bytes());
        AtomicFile.writeVolatile(draft.resolve("config"), source.config());
        AtomicFile.writeVolatile(draft.resolve("layers.json"), layers.write());
        List<ForeignStore.StoredLayer> chain = store.layers(image);
        long bytes = 0;
        long limit = 1;
        for (ForeignStore.StoredLayer layer : chain) {
            bytes += layer.size();
            limit = Math.max(limit, layer.idLimit());
        }
        ImageRunConfig run = config.run().toBuilder()
                .manifestDigest("sha256:" + manifest)
                .topLayer(chain.isEmpty() ? "" : store.layerName(chain.get(chain.size() - 1)))
                .maxId(limit)
                .size(bytes + ImageStore.documentBytes(draft, "sha256:" + manifest))
                .build();
        AtomicFile.writeVolatile(draft.resolve("run.json"), Json.compact(run.toJson()));
    }

    /** Drops what is kept of images that the store has no more. */
    void forgetOthers(ForeignStore store) {
        Path kept = directory.resolve(store.key());
        String[] names = kept.toFile().list();
        if (names == null || names.length == 0) {
            return;
        }
        Set<String> known = new HashSet<>();
        for (ForeignStore.StoredImage image : store.images()) {
            known.add(image.id());
        }
        for (String name : names) {
            if (!known.contains(name) && !isBeingWritten(name)) {
                remove(kept.resolve(name));
            }
        }
    }

    private static boolean isBeingWritten(String name) {
        int dash = name.indexOf('-');
        return name.startsWith(".") && dash > 0 && Files.exists(Path.of("/proc", name.substring(1, dash)));
    }

    private void remove(Path path) {
        try {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                new TreeRemover(posix).remove(path.toString());
            }
        } catch (PosixException e) {
            throw JpodException.host("removing " + path, e);
        }
    }
}
