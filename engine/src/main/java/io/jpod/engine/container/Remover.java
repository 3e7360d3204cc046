package io.jpod.engine.container;

import io.jpod.api.JpodException;
import io.jpod.api.lock.LockManager;
import io.jpod.api.storage.LayerId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** Removes containers, and what killed commands left of them. */
final class Remover {
    private final Services services;
    private final Ender ender;
    private final Stopper stopper;
    /** By id, as a container's configuration never changes: whoever removes many looks at each of the others each time. */
    private final Map<String, List<String>> dependencies = new ConcurrentHashMap<>();

    Remover(Services services, Ender ender, Stopper stopper) {
        this.services = services;
        this.ender = ender;
        this.stopper = stopper;
    }

    /**
     * Removes a container.
     *
     * @param force also one that runs, or that is damaged
     * @param volumes its anonymous volumes, too
     */
    void remove(String id, boolean force, boolean volumes, OptionalInt timeoutSeconds) {
        ContainerConfig config;
        try {
            config = services.store().config(id);
        } catch (JpodException e) {
            if (!force || !services.store().exists(id)) {
                throw e;
            }
            removeDamaged(id);
            return;
        }
        refuseDependents(config);
        if (force) {
            stopper.stopForRemoval(config, timeoutSeconds.orElse(config.stopTimeout()));
        }
        try (LockManager.Lock lock = services.store().lock(id)) {
            if (!services.store().exists(id)) {
                return;
            }
            ContainerState state = ender.refresh(config);
            if (Status.isLive(state.status())) {
                throw JpodException.conflict("cannot remove container " + id + " as it is "
                        + Status.shown(state.status())
                        + " - running or paused containers cannot be removed without force: container state improper");
            }
            if (state.status().equals(Status.STOPPED)) {
                state = force ? ender.finishByForce(config, state) : ender.finish(config, state);
            }
            removeLocked(config, state, volumes);
        }
    }

    /** Removes a container that rests; the caller holds its lock. */
    void removeLocked(ContainerConfig config, ContainerState state, boolean volumes) {
        if (state.finishedAt() != 0) {
            services.exitCodes().keep(config.id(), state.exitCode());
        }
        new RootMounts(services, config).remove();
        services.store().retire(config.id(), volumes);
        if (volumes) {
            services.volumes().removeAnonymous(config);
        }
        services.store().sweep(config.id());
    }

    private void removeDamaged(String id) {
        try (LockManager.Lock lock = services.store().lock(id)) {
            services.layers().remove(new LayerId(id));
            services.store().retire(id, false);
            services.store().sweep(id);
            services.volumes().releaseMounts(id);
            Directories.delete(services.paths().run(id));
        }
    }

    private void refuseDependents(ContainerConfig config) {
        StringBuilder dependents = new StringBuilder();
        for (String id : services.store().ids()) {
            if (id.equals(config.id())) {
                continue;
            }
            if (dependencies(id).contains(config.id())) {
                dependents.append(dependents.length() == 0 ? "" : ", ").append(id);
            }
        }
        if (dependents.length() > 0) {
            throw JpodException.conflict("container " + config.id()
                    + " has dependent containers which must be removed before it: " + dependents
                    + ": container already exists");
        }
    }

    private List<String> dependencies(String id) {
        List<String> known = dependencies.get(id);
        if (known != null) {
            return known;
        }
        try {
            List<String> read = services.store().config(id).dependencies();
            dependencies.put(id, read);
            return read;
        } catch (JpodException e) {
            // Damaged, or removed meanwhile: it cannot use anything.
            return List.of();
        }
    }

    /** Frees the disk space of containers that ended with the machine. */
    private void sweepLost() {
        for (String id : services.store().lost()) {
            Optional<LockManager.Lock> lock = services.store().tryLock(id);
            if (lock.isEmpty()) {
                continue;
            }
            try {
                if (services.store().isLost(id)) {
                    for (LayerId layer : RootMounts.layersNamedAfter(services.layers(), id)) {
                        services.layers().remove(layer);
                    }
                    services.store().sweep(id);
                    services.context().log().debug("freed the disk space of container " + id);
                }
            } catch (JpodException e) {
                services.context().log().warn("freeing the disk space of container " + id + ": " + e.getMessage());
            } finally {
                lock.get().close();
            }
        }
    }

    /** Takes back what killed commands left: containers that were being made or deleted. */
    void sweep() {
        sweepLost();
        for (String id : services.store().leftovers()) {
            Optional<LockManager.Lock> lock = services.store().tryLock(id);
            if (lock.isEmpty()) {
                continue;
            }
            try {
                if (!services.store().exists(id)) {
                    services.layers().remove(new LayerId(id));
                }
                Optional<ContainerConfig> gone = services.store().gone(id);
                if (gone.isPresent()) {
                    services.volumes().removeAnonymous(gone.get());
                }
                services.store().sweep(id);
                services.context().log().debug("swept what was left of container " + id);
            } catch (JpodException e) {
                services.context().log().warn("sweeping what is left of container " + id + ": " + e.getMessage());
            } finally {
                lock.get().close();
            }
        }
    }
}
