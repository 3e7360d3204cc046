package io.jpod.engine.container;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.lock.LockManager;
import io.jpod.engine.Containers;
import io.jpod.engine.plan.ContainerLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Containers as others see them; looking at them also does what killed commands left undone. */
final class Listing implements ContainerLookup {
    private final Services services;
    private final Waiter waiter;
    private final ExecSessions sessions;

    Listing(Services services, Waiter waiter, ExecSessions sessions) {
        this.services = services;
        this.waiter = waiter;
        this.sessions = sessions;
    }

    @Override
    public Containers.Snapshot get(String nameOrId) {
        return snapshot(services.store().resolve(nameOrId));
    }

    Containers.Snapshot snapshot(String id) {
        ContainerConfig config = services.store().config(id);
        String name = services.store().name(id);
        ContainerState state = waiter.look(id);
        String status = state.status();
        if (status.equals(Status.STARTING)) {
            state = state.toBuilder().status(Ender.restingStatus(state)).build();
        } else if (status.equals(Status.STOPPED)) {
            state = state.toBuilder().status(Status.EXITED).build();
        } else if (Status.isLive(status)) {
            state = state.toBuilder().execIds(sessions.ids(id)).build();
        }
        return new Containers.Snapshot(name, config, state);
    }

    @Override
    public List<Containers.Snapshot> list() {
        List<Containers.Snapshot> result = new ArrayList<>();
        for (String id : services.store().ids()) {
            try {
                result.add(snapshot(id));
            } catch (JpodException e) {
                if (e.code() != ErrorCode.NOT_FOUND) {
                    services.context().log().warn(e.getMessage());
                }
            }
        }
        result.sort((a, b) -> Long.compare(a.config().created(), b.config().created()));
        return result;
    }

    /** Ids of containers that have ended or whose start was killed, and that no living command looks after. */
    List<String> neglected() {
        List<String> result = new ArrayList<>();
        for (String id : services.store().ids()) {
            try {
                String status = waiter.look(id).status();
                if (!status.equals(Status.STOPPED) && !status.equals(Status.STARTING)) {
                    continue;
                }
                Optional<LockManager.Lock> lock = services.store().tryLock(id);
                if (lock.isPresent()) {
                    lock.get().close();
                    if (!AttendedLock.isHeld(
                            services.context().posix(), services.paths().attended(id))) {
                        result.add(id);
                    }
                }
            } catch (JpodException e) {
                // Damaged or removed meanwhile: listing says so.
                continue;
            }
        }
        return result;
    }
}
