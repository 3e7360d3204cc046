package io.jpod.engine.container;

import io.jpod.api.ContainerId;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import io.jpod.api.storage.LayerId;
import io.jpod.engine.layer.LayerStore;
import io.jpod.engine.request.MountSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The layers of one container: its own, and one for each image that is mounted into it. */
final class RootMounts {
    private final Services services;
    private final ContainerConfig config;

    RootMounts(Services services, ContainerConfig config) {
        this.services = services;
        this.config = config;
    }

    /** The container's id map; empty when it shares the engine's user namespace. */
    static Optional<IdMapping> mapping(ContainerConfig config) {
        if (config.uidMap().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new IdMapping(ranges(config.uidMap()), ranges(config.gidMap())));
    }

    private static List<IdRange> ranges(List<String> texts) {
        List<IdRange> ranges = new ArrayList<>();
        for (String text : texts) {
            int first = text.indexOf(':');
            int second = text.indexOf(':', first + 1);
            ranges.add(new IdRange(
                    Long.parseLong(text.substring(0, first)),
                    Long.parseLong(text.substring(first + 1, second)),
                    Long.parseLong(text.substring(second + 1))));
        }
        return ranges;
    }

    private boolean ownRoot() {
        return config.request().filesystem().rootfs().isEmpty();
    }

    /** Where the root file system is, mounted if need be. */
    Path mount() {
        if (!ownRoot()) {
            Path given = Path.of(config.request().filesystem().rootfs());
            return config.request().filesystem().rootfsOverlay()
                    ? overlay(given).mount()
                    : given;
        }
        return services.layers().mount(new LayerId(config.id()), false, "", mapping(config));
    }

    /** Mounts the images of {@code type=image} mounts. */
    Map<String, Path> mountImages() {
        Map<String, Path> result = new LinkedHashMap<>();
        LayerStore layers = services.layers();
        int number = 0;
        for (MountSpec mount : config.mounts()) {
            if (!mount.type().equals("image")) {
                continue;
            }
            LayerId layer = imageLayer(number++);
            if (!layers.exists(layer)) {
                String top = services.images().get(mount.source()).config().topLayer();
                Optional<LayerId> parent = top.isEmpty() ? Optional.empty() : Optional.of(new LayerId(top));
                layers.createContainerLayer(new ContainerId(layer.value()), parent);
            }
            result.put(mount.source(), layers.mount(layer, false, "", Optional.empty()));
        }
        return result;
    }

    /** The container's own layer and those of the images that are mounted into it. */
    List<LayerId> layers() {
        List<LayerId> result = new ArrayList<>();
        result.add(new LayerId(config.id()));
        for (int i = 0; i < images(); i++) {
            result.add(imageLayer(i));
        }
        return result;
    }

    /** As {@link #layers}, of a container of which no more is known than its id. */
    static List<LayerId> layersNamedAfter(LayerStore layers, String id) {
        List<LayerId> result = new ArrayList<>();
        result.add(new LayerId(id));
        for (int i = 0; layers.exists(imageLayer(id, i)); i++) {
            result.add(imageLayer(id, i));
        }
        return result;
    }

    /** Ends what the container's process needs; a root that the user has mounted, too, stays. */
    void unmount() {
        for (int i = 0; i < images(); i++) {
            services.layers().unmount(imageLayer(i));
        }
        if (new HostMounts(services.paths()).count(config.id()) == 0) {
            unmountRoot();
        }
    }

    void unmountRoot() {
        if (ownRoot()) {
            services.layers().unmount(new LayerId(config.id()));
        } else if (config.request().filesystem().rootfsOverlay()) {
            overlay(Path.of(config.request().filesystem().rootfs())).remove();
        }
    }

    private RootOverlay overlay(Path given) {
        return new RootOverlay(
                services.context().posix(),
                services.context().host().rootless(),
                services.paths().overlays(config.id()).resolve("root"),
                given);
    }

    void remove() {
        if (!ownRoot()) {
            unmountRoot();
        }
        for (int i = 0; i < images(); i++) {
            services.layers().remove(imageLayer(i));
        }
        services.layers().remove(new LayerId(config.id()));
        new HostMounts(services.paths()).set(config.id(), 0);
    }

    private int images() {
        int count = 0;
        for (MountSpec mount : config.mounts()) {
            if (mount.type().equals("image")) {
                count++;
            }
        }
        return count;
    }

    /** A name that follows from the container's, so that nothing has to be recorded. */
    private LayerId imageLayer(int number) {
        return imageLayer(config.id(), number);
    }

    private static LayerId imageLayer(String id, int number) {
        int last = Integer.parseInt(id.substring(60), 16) ^ (number + 1);
        String digits = Integer.toHexString(last);
        return new LayerId(id.substring(0, 60) + "0000".substring(digits.length()) + digits);
    }
}
