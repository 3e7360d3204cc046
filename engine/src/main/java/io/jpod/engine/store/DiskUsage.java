package io.jpod.engine.store;

import io.jpod.api.storage.LayerId;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.Store;
import io.jpod.engine.Volumes;
import io.jpod.engine.container.ContainerPaths;
import io.jpod.engine.container.StoredContainers;
import io.jpod.engine.image.StoredImages;
import io.jpod.engine.layer.LayerStore;
import io.jpod.image.content.StoredLayers;
import io.jpod.support.posix.PosixException;
import io.jpod.support.tree.TreeUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Measures what takes how much of the disk. */
final class DiskUsage {
    private static final String[] OF_IMAGES = {
        "blobs", "images", "image-names", "image-work", "artifacts", "layers", "storage", "foreign", "manifest-lists"
    };

    private final EngineContext context;
    private final StoredImages images;
    private final StoredContainers containers;
    private final LayerStore layers;
    private final TreeUsage trees;
    private final ContainerPaths paths;

    DiskUsage(EngineContext context, StoredImages images, StoredContainers containers, LayerStore layers) {
        this.context = context;
        this.images = images;
        this.containers = containers;
        this.layers = layers;
        this.trees = new TreeUsage(context.posix());
        this.paths = ContainerPaths.of(context);
    }

    Store.Usage measure() {
        Map<String, Long> containerBytes = new LinkedHashMap<>();
        long containerLayers = 0;
        for (var container : containers.list()) {
            String id = container.config().id();
            long own = 0;
            for (LayerId layer : containers.layersOf(id)) {
                own += layers.exists(layer) ? layers.usage(layer) : 0;
            }
            containerLayers += own;
            containerBytes.put(id, own + tree(paths.disk(id)));
        }
        Map<String, Long> volumeBytes = new LinkedHashMap<>();
        for (Volumes.Volume volume : containers.volumes().list()) {
            volumeBytes.put(volume.name(), tree(context.volumes().resolve(volume.name())));
        }
        long imageBytes = 0;
        for (String part : OF_IMAGES) {
            imageBytes += tree(context.root().resolve(part));
        }
        return images(imageBytes - containerLayers, containerBytes, volumeBytes);
    }

    private Store.Usage images(long measured, Map<String, Long> containerBytes, Map<String, Long> volumeBytes) {
        List<Images.Image> all = new ArrayList<>(images.list());
        all.removeIf(image -> image.readOnly() || image.list());
        Map<String, Set<String>> users = new HashMap<>();
        Map<String, Long> sizes = new HashMap<>();
        for (Images.Image image : all) {
            String id = image.config().id();
            for (String part : parts(id, sizes)) {
                users.computeIfAbsent(part, any -> new HashSet<>()).add(id);
            }
        }
        Map<String, List<String>> inUse = containers.imageUses();
        List<Store.ImageUsage> result = new ArrayList<>();
        for (Images.Image image : all) {
            String id = image.config().id();
            long bytes = 0;
            long shared = 0;
            for (Map.Entry<String, Set<String>> part : users.entrySet()) {
                if (part.getValue().contains(id)) {
                    bytes += sizes.get(part.getKey());
                    shared += part.getValue().size() > 1 ? sizes.get(part.getKey()) : 0;
                }
            }
            result.add(new Store.ImageUsage(id, bytes, shared));
        }
        long unused = 0;
        for (Map.Entry<String, Set<String>> part : users.entrySet()) {
            boolean free = true;
            for (String id : part.getValue()) {
                free &= !inUse.containsKey(id);
            }
            unused += free ? sizes.get(part.getKey()) : 0;
        }
        long total = all.isEmpty() ? tree(context.root().resolve("artifacts")) : measured;
        return new Store.Usage(result, total, Math.min(unused, total), containerBytes, volumeBytes);
    }

    /** What an image is made of, by names of its own kind, with the size of each. */
    private List<String> parts(String id, Map<String, Long> sizes) {
        List<String> parts = new ArrayList<>();
        parts.add("image " + id);
        sizes.put("image " + id, tree(context.root().resolve("images").resolve(id)));
        for (StoredLayers.Layer layer : images.layers(id).layers()) {
            String blob = "blob " + layer.blob().digest().hex();
            parts.add(blob);
            sizes.computeIfAbsent(blob, any -> file(images.blobFile(layer.blob().digest())));
            String unpacked = "layer " + layer.chainId();
            parts.add(unpacked);
            LayerId layerId = new LayerId(layer.chainId());
            sizes.computeIfAbsent(unpacked, any -> layers.exists(layerId) ? layers.usage(layerId) : 0L);
        }
        return parts;
    }

    private long file(Path path) {
        try {
            return context.posix()
                            .stat(io.jpod.support.posix.Posix.AT_FDCWD, path.toString(), 0)
                            .blocks()
                    * 512;
        } catch (PosixException e) {
            return 0;
        }
    }

    private long tree(Path path) {
        if (!Files.isDirectory(path)) {
            return 0;
        }
        try {
            return trees.bytes(path.toString());
        } catch (PosixException e) {
            // Removed meanwhile.
            return 0;
        }
    }
}
