package io.jpod.engine.container;

import io.jpod.api.ContainerId;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.monitor.ProcessExit;
import io.jpod.support.posix.PosixException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Waits for states of containers, without any lock. */
final class Waiter {
    private static final int RECORD_PATIENCE_MILLIS = 10_000;
    private static final int RECORD_POLL_MILLIS = 2;
    private static final List<String> STATES = List.of(
            "created", "initialized", "running", "paused", "stopping", "stopped", "exited", "removing", "unknown");

    private final Services services;

    Waiter(Services services) {
        this.services = services;
    }

    /** The true state, without changing anything. */
    ContainerState look(String id) {
        return look(services.store().config(id));
    }

    /** The true state, without changing anything. */
    ContainerState look(ContainerConfig config) {
        return services.check()
                .truth(
                        services.store().state(config.id()),
                        new ContainerId(config.id()),
                        services.context().providers().monitor(config.monitor()));
    }

    /**
     * Waits until a container is in one of the states.
     *
     * @return its exit code; -1 when it did not end
     */
    int waitFor(String id, List<String> conditions, Duration interval) {
        for (String condition : conditions) {
            if (!STATES.contains(condition)) {
                throw JpodException.usage("unknown container state: " + condition + ": invalid argument");
            }
        }
        boolean forEnd = conditions.isEmpty() || conditions.contains("stopped") || conditions.contains("exited");
        int millis = (int) Math.max(1, Math.min(interval.toMillis(), Integer.MAX_VALUE));
        while (true) {
            ContainerState state;
            try {
                state = look(id);
            } catch (JpodException e) {
                if (e.code() != ErrorCode.NOT_FOUND) {
                    throw e;
                }
                return services.exitCodes().find(id).orElse(-1);
            }
            if (!services.store().exists(id)) {
                return services.exitCodes().find(id).orElse(-1);
            }
            boolean ended =
                    state.status().equals(Status.STOPPED) || state.status().equals(Status.EXITED);
            if (ended && forEnd) {
                return state.exitCode();
            }
            if (conditions.contains(Status.shown(state.status()))) {
                return ended ? state.exitCode() : -1;
            }
            if (forEnd && Status.isLive(state.status())) {
                boolean gone = services.processes()
                        .awaitEnd(state.pid(), state.pidStart(), conditions.size() > 2 ? millis : -1);
                if (gone) {
                    return awaitRecord(id, state).orElse(-1);
                }
            } else {
                pause(millis);
            }
        }
    }

    /** The exit code of the very run that the state describes, once that is recorded. */
    OptionalInt awaitExit(String id, ContainerState running) {
        services.processes().awaitEnd(running.pid(), running.pidStart(), -1);
        return awaitRecord(id, running);
    }

    private OptionalInt awaitRecord(String id, ContainerState running) {
        long deadline = System.nanoTime() + RECORD_PATIENCE_MILLIS * 1_000_000L;
        while (System.nanoTime() < deadline) {
            OptionalInt code = recorded(id, running);
            if (code.isPresent()) {
                return code;
            }
            pause(RECORD_POLL_MILLIS);
        }
        return OptionalInt.empty();
    }

    private OptionalInt recorded(String id, ContainerState running) {
        Optional<ProcessExit> exit = services.context()
                .providers()
                .monitor(services.store().config(id).monitor())
                .exit(services.paths().exit(id), new ContainerId(id));
        if (exit.isPresent()) {
            return OptionalInt.of(exit.get().code());
        }
        if (!services.store().exists(id)) {
            return services.exitCodes().find(id);
        }
        ContainerState state = services.store().state(id);
        boolean another = state.pid() != 0 && state.pid() != running.pid();
        if (Status.isResting(state.status()) || another || state.status().equals(Status.STARTING)) {
            return OptionalInt.of(state.exitCode());
        }
        boolean lost = !services.processes().alive(running.monitorPid(), running.monitorStart());
        return lost ? OptionalInt.of(look(id).exitCode()) : OptionalInt.empty();
    }

    private void pause(int millis) {
        try {
            services.context().posix().poll(new int[0], new short[0], new short[0], millis);
        } catch (PosixException e) {
            throw JpodException.host("waiting", e);
        }
    }
}
