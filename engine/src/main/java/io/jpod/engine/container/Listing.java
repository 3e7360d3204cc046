package io.jpod.engine.container;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.lock.LockManager;
import io.jpod.engine.Containers;
import io.jpod.engine.plan.ContainerLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
        return shown(config, waiter.look(config));
    }

    private Containers.Snapshot shown(ContainerConfig config, ContainerState truth) {
        ContainerState state = truth;
        String status = state.status();
        if (status.equals(Status.STARTING)) {
            state = state.toBuilder().status(Ender.restingStatus(state)).build();
        } else if (status.equals(Status.STOPPED)) {
            state = state.toBuilder().status(Status.EXITED).build();
        } else if (Status.isLive(status)) {
            state = state.toBuilder().execIds(sessions.ids(config.id())).build();
        }
        return new Containers.Snapshot(services.store().name(config.id()), config, state);
    }

    @Override
    public List<Containers.Snapshot> list() {
        return list(neglected -> {});
    }

    /**
     * All containers, each of which is read once.
     *
     * @param caretaker given those that have ended, or whose start was killed, and that no living command looks after
     */
    List<Containers.Snapshot> list(Consumer<ContainerConfig> caretaker) {
        List<Containers.Snapshot> result = new ArrayList<>();
        for (String id : services.store().ids()) {
            try {
                ContainerConfig config = services.store().config(id);
                ContainerState state = waiter.look(config);
                if (isNeglected(id, state.status())) {
                    caretaker.accept(config);
                    state = waiter.look(services.store().config(id));
                }
                result.add(shown(config, state));
            } catch (JpodException e) {
                if (e.code() != ErrorCode.NOT_FOUND) {
                    services.context().log().warn(e.getMessage());
                }
            }
        }
        result.sort((a, b) -> Long.compare(a.config().created(), b.config().created()));
        return result;
    }

    private boolean isNeglected(String id, String status) {
        if (!status.equals(Status.STOPPED) && !status.equals(Status.STARTING)) {
            return false;
        }
        Optional<LockManager.Lock> lock = services.store().tryLock(id);
        if (lock.isEmpty()) {
            return false;
        }
        lock.get().close();
        return !AttendedLock.isHeld(services.context().posix(), services.paths().attended(id));
    }
}
