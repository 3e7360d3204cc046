package io.jpod.engine.container;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.lock.LockManager;

/** What follows a container's end: freeing, then starting again, removal, or rest. */
final class Conclusion {
    private final Services services;
    private final Ender ender;
    private final Starter starter;
    private final Remover remover;

    Conclusion(Services services, Ender ender, Starter starter, Remover remover) {
        this.services = services;
        this.ender = ender;
        this.starter = starter;
        this.remover = remover;
    }

    /**
     * Looks after a container whose process has ended; nothing when somebody did already, or when it runs.
     *
     * @param remove also when its configuration does not say so
     */
    void conclude(ContainerConfig config, boolean remove, boolean removeImage) {
        String id = config.id();
        boolean restart = false;
        boolean removed = false;
        int restarts = 0;
        try (LockManager.Lock lock = services.store().lock(id)) {
            if (!services.store().exists(id)) {
                return;
            }
            ContainerState state = ender.refresh(config);
            if (state.status().equals(Status.STOPPED)) {
                restart = Ender.restarts(config, state);
                restarts = state.restarts() + 1;
                state = ender.finish(config, state);
            }
            boolean goes = remove || config.request().lifecycle().remove();
            if (!restart && goes && state.status().equals(Status.EXITED)) {
                remover.removeLocked(config, state, true);
                removed = true;
            }
        }
        // Locks of images come before those of containers.
        if (removed && (removeImage || config.request().lifecycle().removeImage())) {
            removeImage(config);
        }
        if (restart) {
            starter.start(id, restarts);
        }
    }

    private void removeImage(ContainerConfig config) {
        try {
            services.images().remove(config.imageName(), false, true, new ImageUses(services.store()).byImage());
        } catch (JpodException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                services.context().log().warn("removing image " + config.imageName() + ": " + e.getMessage());
            }
        }
    }
}
