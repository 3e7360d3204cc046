package io.jpod.engine.container;

import io.jpod.api.JpodException;
import io.jpod.api.lock.LockManager;
import io.jpod.api.storage.LayerId;
import io.jpod.support.layer.LayerChanges;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the root file systems of containers. The container's lock is held meanwhile, so that nobody unmounts them. */
public final class ContainerFiles {
    private final Services services;
    private final Ender ender;

    ContainerFiles(Services services, Ender ender) {
        this.services = services;
        this.ender = ender;
    }

    /** The configuration of the container that goes by a name or id. */
    public ContainerConfig config(String nameOrId) {
        return services.store().config(services.store().resolve(nameOrId));
    }

    /** The files that the container sees in its root file system, without what is mounted into it. */
    public void writeTree(ContainerConfig config, OutputStream out) {
        locked(
                config,
                () -> withRoot(
                        config, root -> services.layers().contents().writeTree(root, RootMounts.mapping(config), out)));
    }

    /**
     * What the container changed of its image, as a layer; everything for a container with a root file system of its own.
     *
     * @param whole everything in any case
     * @param pause true to freeze its processes meanwhile, if it has any
     */
    public void writeLayer(ContainerConfig config, boolean whole, boolean pause, OutputStream out) {
        locked(
                config,
                () -> paused(config, pause, () -> {
                    if (whole || !hasLayer(config)) {
                        withRoot(
                                config,
                                root -> services.layers().contents().writeTree(root, RootMounts.mapping(config), out));
                    } else {
                        services.layers()
                                .contents()
                                .writeChanges(new LayerId(config.id()), RootMounts.mapping(config), out);
                    }
                }));
    }

    /** How the container's files differ from its image's. */
    public List<LayerChanges.Change> changes(ContainerConfig config) {
        if (!hasLayer(config)) {
            return List.of();
        }
        try (LockManager.Lock lock = services.store().lock(config.id())) {
            return services.layers().contents().changes(new LayerId(config.id()));
        }
    }

    /** Makes the root file system visible until {@link #unmount} was called as often. */
    public Path mount(ContainerConfig config) {
        Path[] root = new Path[1];
        locked(config, () -> {
            HostMounts mounts = new HostMounts(services.paths());
            root[0] = new RootMounts(services, config).mount();
            mounts.set(config.id(), mounts.count(config.id()) + 1);
        });
        return root[0];
    }

    /**
     * Takes one {@link #mount} back, or all of them.
     *
     * @return false when it was not mounted, or when the container runs, so that its root stays
     */
    public boolean unmount(ContainerConfig config, boolean force) {
        boolean[] done = new boolean[1];
        locked(config, () -> {
            HostMounts mounts = new HostMounts(services.paths());
            int count = mounts.count(config.id());
            boolean live = Status.isLive(ender.refresh(config).status());
            done[0] = count > 0 && !live;
            mounts.set(config.id(), force ? 0 : Math.max(count - 1, 0));
            if (done[0] && (force || count == 1)) {
                new RootMounts(services, config).unmountRoot();
            }
        });
        return done[0];
    }

    /** Where the root file system is visible; empty when it is not. */
    public Optional<Path> mounted(ContainerConfig config) {
        try (LockManager.Lock lock = services.store().lock(config.id())) {
            boolean shown = services.store().exists(config.id())
                    && (new HostMounts(services.paths()).count(config.id()) > 0
                            || Status.isLive(ender.refresh(config).status()));
            return shown ? Optional.of(new RootMounts(services, config).mount()) : Optional.empty();
        }
    }

    private static boolean hasLayer(ContainerConfig config) {
        return config.request().filesystem().rootfs().isEmpty();
    }

    private interface Work {
        void run();
    }

    private void locked(ContainerConfig config, Work work) {
        try (LockManager.Lock lock = services.store().lock(config.id())) {
            if (!services.store().exists(config.id())) {
                throw ContainerStore.notFound(config.id());
            }
            work.run();
        }
    }

    private void paused(ContainerConfig config, boolean pause, Work work) {
        if (!pause || !ender.refresh(config).status().equals(Status.RUNNING)) {
            work.run();
            return;
        }
        new RuntimeCalls(services, config).pause(true);
        try {
            work.run();
        } finally {
            new RuntimeCalls(services, config).pause(false);
        }
    }

    private interface RootUse {
        void with(Path root);
    }

    /** Mounts a resting container's files for as long as they are read. */
    private void withRoot(ContainerConfig config, RootUse use) {
        boolean live = Status.isLive(ender.refresh(config).status());
        RootMounts mounts = new RootMounts(services, config);
        Path root = mounts.mount();
        JpodException failure = null;
        try {
            use.with(root);
        } catch (JpodException e) {
            failure = e;
            throw e;
        } finally {
            if (!live) {
                unmount(mounts, failure);
            }
        }
    }

    private static void unmount(RootMounts mounts, JpodException failure) {
        try {
            mounts.unmount();
        } catch (JpodException e) {
            if (failure == null) {
                throw e;
            }
            failure.addSuppressed(e);
        }
    }
}
