package io.jpod.engine.content;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.storage.LayerId;
import io.jpod.engine.CommitRequest;
import io.jpod.engine.Contents;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.SaveRequest;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.container.ContainerFiles;
import io.jpod.engine.container.StoredContainers;
import io.jpod.engine.image.StoredImages;
import io.jpod.engine.layer.LayerStore;
import io.jpod.engine.layer.Unpacked;
import io.jpod.image.content.StoredLayers;
import io.jpod.support.layer.LayerChanges;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The contents of one engine's images and containers. */
public final class StoredContents implements Contents {
    private final StoredImages images;
    private final LayerStore layers;
    private final ContainerFiles files;
    private final ImageMounts mounts;

    public StoredContents(EngineContext context, StoredImages images, StoredContainers containers, LayerStore layers) {
        this.images = images;
        this.layers = layers;
        this.files = containers.files();
        this.mounts = new ImageMounts(context, images, layers);
    }

    @Override
    public Path mountContainer(String nameOrId) {
        return files.mount(files.config(nameOrId));
    }

    @Override
    public boolean unmountContainer(String nameOrId, boolean force) {
        return files.unmount(files.config(nameOrId), force);
    }

    @Override
    public Optional<Path> mountPointOf(String nameOrId) {
        return files.mounted(files.config(nameOrId));
    }

    @Override
    public List<Change> changesOfContainer(String nameOrId) {
        return changes(files.changes(files.config(nameOrId)));
    }

    @Override
    public List<Change> changesOfImage(String reference) {
        Images.Image image = images.get(reference);
        String top = image.config().topLayer();
        return top.isEmpty() ? List.of() : changes(layers.contents().changes(new LayerId(top)));
    }

    @Override
    public List<Change> changesBetween(String other, String one) {
        try (Shown first = show(other);
                Shown second = show(one)) {
            return changes(layers.contents().changes(first.root(), second.root()));
        }
    }

    /** Files that are visible until this is closed. */
    private record Shown(Path root, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    private Shown show(String name) {
        ContainerConfig container;
        try {
            container = files.config(name);
        } catch (JpodException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            return new Shown(mounts.mount(name).mountPoint(), () -> mounts.unmount(name, false));
        }
        return new Shown(files.mount(container), () -> files.unmount(container, false));
    }

    private static List<Change> changes(List<LayerChanges.Change> found) {
        List<Change> result = new ArrayList<>();
        for (LayerChanges.Change change : found) {
            result.add(new Change(change.kind().letter(), change.path()));
        }
        return result;
    }

    @Override
    public void export(String container, OutputStream out) {
        files.writeTree(files.config(container), out);
    }

    @Override
    public String commit(String container, CommitRequest request, Images.Progress progress) {
        ContainerConfig config = files.config(container);
        return images.commit(
                config, request, out -> files.writeLayer(config, request.squash(), request.pause(), out), progress);
    }

    @Override
    public void save(SaveRequest request, Images.Progress progress) {
        images.save(request, progress);
    }

    @Override
    public List<Layer> layers(String reference) {
        List<Layer> result = new ArrayList<>();
        for (StoredLayers.Layer layer : images.layers(reference).layers()) {
            long bytes = layers.find(new LayerId(layer.chainId()))
                    .map(Unpacked::bytes)
                    .orElse(images.readOnly(reference) ? layer.blob().size() : 0);
            result.add(new Layer(layer.chainId(), layer.diffId().toString(), bytes));
        }
        return result;
    }

    @Override
    public MountedImage mountImage(String reference) {
        return mounts.mount(reference);
    }

    @Override
    public boolean unmountImage(String reference, boolean force) {
        return mounts.unmount(reference, force);
    }

    @Override
    public List<MountedImage> mountedImages() {
        return mounts.list();
    }
}
