package io.jpod.engine.store;

import io.jpod.api.JpodException;
import io.jpod.api.storage.LayerId;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.Store;
import io.jpod.engine.Volumes;
import io.jpod.engine.container.StoredContainers;
import io.jpod.engine.image.StoredImages;
import io.jpod.engine.layer.LayerStore;
import io.jpod.support.posix.PosixException;
import io.jpod.support.tree.TreeRemover;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The store of one engine. */
public final class StoredStore implements Store {
    private final EngineContext context;
    private final StoredImages images;
    private final StoredContainers containers;
    private final LayerStore layers;

    public StoredStore(EngineContext context, StoredImages images, StoredContainers containers, LayerStore layers) {
        this.context = context;
        this.images = images;
        this.containers = containers;
        this.layers = layers;
    }

    @Override
    public Usage usage() {
        return new DiskUsage(context, images, containers, layers).measure();
    }

    @Override
    public List<Finding> check(boolean contents, Duration spared) {
        // What killed processes left is no damage: the next command sweeps it, and this is one.
        containers.list();
        images.list();
        StoreCheck check = new StoreCheck(context, images, containers, layers, spared);
        List<Finding> first = check.run(contents);
        if (first.isEmpty()) {
            return first;
        }
        List<Finding> second = check.run(contents);
        List<Finding> both = new ArrayList<>();
        for (Finding finding : first) {
            if (second.contains(finding)) {
                both.add(finding);
            }
        }
        return both;
    }

    @Override
    public List<Finding> repair(List<Finding> findings, boolean force, Duration spared) {
        if (force) {
            for (Finding finding : findings) {
                if (finding.kind().equals("container")) {
                    removeContainer(finding.id());
                }
            }
        }
        List<String> strayLayers = new ArrayList<>();
        for (Finding finding : findings) {
            switch (finding.kind()) {
                case "image" -> removeImage(finding.id(), force);
                case "layer" -> strayLayers.add(finding.id());
                case "volume" -> remove(context.volumes().resolve(finding.id()));
                default -> {}
            }
        }
        images.collect(strayLayers);
        return check(false, spared);
    }

    private void removeContainer(String id) {
        try {
            containers.remove(id, true, false, OptionalInt.empty());
        } catch (JpodException e) {
            context.log().warn("removing container " + id + ": " + e.getMessage());
        }
    }

    private void removeImage(String id, boolean force) {
        try {
            var uses = containers.imageUses();
            if (force) {
                for (String container : uses.getOrDefault(id, List.of())) {
                    removeContainer(container);
                }
            }
            if (force || !uses.containsKey(id)) {
                images.remove(id, true, false, containers.imageUses());
            }
        } catch (JpodException e) {
            context.log().warn("removing image " + id + ": " + e.getMessage());
        }
    }

    @Override
    public void reset() {
        for (String id : containers.allIds()) {
            removeContainer(id);
        }
        for (Images.Image image : images.list()) {
            removeImage(image.config().id(), true);
        }
        for (Volumes.Volume volume : containers.volumes().list()) {
            containers.volumes().remove(volume.name(), true);
        }
        for (LayerId layer : layers.list()) {
            layers.unmount(layer);
        }
        for (String name : names(context.root())) {
            remove(context.root().resolve(name));
        }
        for (String name : names(context.runRoot())) {
            // The namespaces that this very process lives in are ended by whoever made them.
            if (!name.startsWith("pause") && !name.equals("locks")) {
                remove(context.runRoot().resolve(name));
            }
        }
    }

    private static String[] names(Path directory) {
        String[] names = directory.toFile().list();
        return names == null ? new String[0] : names;
    }

    private void remove(Path path) {
        try {
            new TreeRemover(context.posix()).remove(path.toString());
        } catch (PosixException e) {
            throw JpodException.host("removing " + path, e);
        }
    }
}
