package io.jpod.engine.image;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.storage.LayerId;
import io.jpod.api.storage.WhiteoutFormat;
import io.jpod.engine.EngineContext;
import io.jpod.image.content.BlobStore;
import io.jpod.image.content.Lease;
import io.jpod.image.content.StoredLayers;
import io.jpod.image.foreign.ForeignImages;
import io.jpod.image.foreign.ForeignSource;
import io.jpod.image.foreign.ForeignStore;
import io.jpod.support.toml.TomlFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Uses images that are in stores of other engines: their files as they lie there, or their layers as tars. */
final class BorrowedImages {
    private final EngineContext context;
    private final ForeignImages images;
    private final ImageLayers layers;

    BorrowedImages(EngineContext context, ImageLayers layers) {
        this.context = context;
        this.layers = layers;
        this.images = new ForeignImages(
                context.root(),
                () -> context.providers().imageStores(),
                () -> usualGraphRoot(context),
                context.posix(),
                context.log());
    }

    ForeignImages images() {
        return images;
    }

    /** Where podman keeps this user's images: containers-storage.conf(5). */
    private static Path usualGraphRoot(EngineContext context) {
        boolean rootless = context.host().rootless();
        String set = new TomlFiles(
                        context.posix(),
                        Path.of("/"),
                        context.host().environment(),
                        context.host().home(),
                        rootless,
                        Optional.of(context.runRoot().resolve("settings")),
                        context.clock(),
                        context.log())
                .storage()
                .getObject("storage")
                .getString(rootless ? "rootless_storage_path" : "graphroot", "");
        if (set.startsWith("/") && set.indexOf('$') < 0) {
            return Path.of(set);
        }
        String data = context.host().environment().getOrDefault("XDG_DATA_HOME", "");
        Path home = data.isEmpty() ? context.host().home().resolve(".local/share") : Path.of(data);
        return rootless ? home.resolve("containers/storage") : Path.of("/var/lib/containers/storage");
    }

    /**
     * Makes layers of an image's files, which stay where they are.
     *
     * @return false when the storage driver cannot use them: then they have to be copied
     */
    boolean borrow(String id) {
        ForeignImages.Place place = images.find(id).orElseThrow(() -> JpodException.notFound(id + ": image not known"));
        ForeignStore store = place.store();
        List<ForeignStore.StoredLayer> chain = store.layers(place.image());
        if (store.driver().equals("vfs")) {
            ForeignStore.StoredLayer top = chain.get(chain.size() - 1);
            return borrow(store, top, Optional.empty(), WhiteoutFormat.APPLIED);
        }
        if (store.marksDeletionsByName() && chain.size() > 1) {
            return false;
        }
        WhiteoutFormat whiteouts =
                context.host().rootless() ? WhiteoutFormat.OVERLAY_USER : WhiteoutFormat.OVERLAY_TRUSTED;
        Optional<LayerId> parent = Optional.empty();
        for (ForeignStore.StoredLayer layer : chain) {
            if (!borrow(store, layer, parent, whiteouts)) {
                return false;
            }
            parent = Optional.of(new LayerId(store.layerName(layer)));
        }
        return true;
    }

    private boolean borrow(
            ForeignStore store, ForeignStore.StoredLayer layer, Optional<LayerId> parent, WhiteoutFormat whiteouts) {
        Path files = store.files(layer);
        if (!Files.isDirectory(files)) {
            throw JpodException.host("layer " + layer.id() + " has no files in " + files, null);
        }
        return layers.borrow(new LayerId(store.layerName(layer)), parent, files, whiteouts, layer.idLimit());
    }

    /** Puts the layers of an image into the store of blobs, as plain tars, for as long as a lease that pins them lives. */
    void lend(Lease lease, String id, StoredLayers stored, BlobStore blobs) {
        ForeignImages.Place place = images.find(id).orElseThrow(() -> JpodException.notFound(id + ": image not known"));
        try (ForeignSource source = images.source(place)) {
            for (StoredLayers.Layer layer : stored.layers()) {
                if (!blobs.contains(layer.blob().digest())) {
                    try (InputStream in = source.blob(layer.blob())) {
                        blobs.add(lease, layer.blob(), in);
                    }
                }
            }
        } catch (IOException e) {
            throw new JpodException(
                    ErrorCode.EXTERNAL,
                    "reading image " + id + " of " + place.store().place(),
                    e);
        }
    }
}
